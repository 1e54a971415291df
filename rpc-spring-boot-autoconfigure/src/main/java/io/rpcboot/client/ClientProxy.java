package io.rpcboot.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import io.rpcboot.RpcException;
import io.rpcboot.client.ClientMethod.Delivery;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns the methods of an interface into calls.
 */
final class ClientProxy implements InvocationHandler {

	private static final Log logger = LogFactory.getLog(RpcClientFactory.class);

	private static final Object[] NO_ARGUMENTS = {};

	private final Class<?> type;

	private final ClientSettings settings;

	private final Map<Method, ClientMethod> methods = new HashMap<>();

	private final CallHandler handler;

	private final Executor executor;

	ClientProxy(Class<?> type, ClientSettings settings, ClientMethodParser parser, CallHandler handler,
			Executor executor) {
		this.type = type;
		this.settings = settings;
		this.handler = handler;
		this.executor = executor;
		for (Method method : type.getMethods()) {
			if (Modifier.isAbstract(method.getModifiers())) {
				this.methods.put(method, parser.parse(method, type));
			}
		}
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		ClientMethod called = this.methods.get(method);
		Object[] values = (arguments != null) ? arguments : NO_ARGUMENTS;
		if (called == null) {
			return method.isDefault() ? InvocationHandler.invokeDefault(proxy, method, arguments)
					: invokeObjectMethod(proxy, method, values);
		}
		Call call = new Call(called.function(), called.arguments(values), this.settings.calls().format(),
				this.settings.name(), called.options());
		if (called.delivery() == Delivery.NONE) {
			this.executor.execute(() -> sendOnly(call));
			return null;
		}
		if (called.delivery() == Delivery.LATER && called.later() != null) {
			return called.later().apply(() -> start(call));
		}
		return this.handler.handle(call);
	}

	private AsyncCall start(Call call) {
		AsyncCall started = new AsyncCall(() -> this.handler.handle(call));
		this.executor.execute(started);
		return started;
	}

	private void sendOnly(Call call) {
		try {
			this.handler.handle(call);
		}
		catch (RpcException ex) {
			logger.warn("A one-way call failed: " + ex.getMessage());
		}
		catch (Exception ex) {
			logger.warn("A one-way call failed", ex);
		}
	}

	private Object invokeObjectMethod(Object proxy, Method method, Object[] arguments) {
		return switch (method.getName()) {
			case "equals" -> proxy == arguments[0];
			case "hashCode" -> System.identityHashCode(proxy);
			default -> "%s, a client of '%s' at %s".formatted(this.type.getSimpleName(), this.settings.name(),
					this.settings.addresses());
		};
	}

}
