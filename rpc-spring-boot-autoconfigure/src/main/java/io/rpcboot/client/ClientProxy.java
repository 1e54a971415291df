package io.rpcboot.client;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcException;
import io.rpcboot.client.ClientMethod.Delivery;
import io.rpcboot.message.Arguments;
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
		if (called.delivery() == Delivery.NONE) {
			this.executor.execute(() -> sendOnly(called, values));
			return null;
		}
		if (called.delivery() == Delivery.LATER && called.later() != null) {
			return called.later().apply(() -> start(called, values));
		}
		return call(called, values);
	}

	private @Nullable Object call(ClientMethod called, Object[] values) throws Exception {
		return this.handler.handle(new Call(called.function(), arguments(called, values),
				this.settings.calls().format(), this.settings.name(), Map.of(), called.options()));
	}

	private Arguments arguments(ClientMethod called, Object[] values) {
		try {
			return called.arguments(values, this.settings.calls().format());
		}
		catch (RpcEncodingException ex) {
			throw Failures.of(this.settings.describe(called.function()), ex);
		}
	}

	private AsyncCall start(ClientMethod called, Object[] values) {
		AsyncCall started = new AsyncCall(() -> call(called, values));
		this.executor.execute(started);
		return started;
	}

	private void sendOnly(ClientMethod called, Object[] values) {
		try {
			call(called, values);
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
