package io.rpcboot.function;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.rpcboot.Executed;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.Arguments;
import org.jspecify.annotations.Nullable;

/**
 * A function that can be called.
 */
public final class RegisteredFunction {

	private final FunctionDefinition definition;

	private final Signature signature;

	private final ArgumentBinder binder;

	private final @Nullable Function<Object, CompletionStage<?>> async;

	private final Duration asyncTimeout;

	RegisteredFunction(FunctionDefinition definition, Signature signature,
			@Nullable Function<Object, CompletionStage<?>> async, Duration asyncTimeout) {
		this.definition = definition;
		this.signature = signature;
		this.binder = new ArgumentBinder(definition.name(), signature);
		this.async = async;
		this.asyncTimeout = asyncTimeout;
	}

	FunctionDefinition definition() {
		return this.definition;
	}

	/**
	 * Gives the name.
	 * @return the name on the wire
	 */
	public String name() {
		return this.definition.name();
	}

	/**
	 * Shows how the function is called, as Python writes signatures, with Java's types.
	 * @return such as {@code price(sku: String, quantity: int = 1) -> Quote}
	 */
	public String signature() {
		return name() + this.signature;
	}

	/**
	 * Tells what the function does.
	 * @return the text that it was declared with, empty for none
	 */
	public String description() {
		return this.definition.description();
	}

	/**
	 * Gives the parameters.
	 * @return the parameters in the order of the Java method
	 */
	public List<FunctionParameter> parameters() {
		return this.signature.parameters();
	}

	/**
	 * Gives the type of the result.
	 * @return what callers get; of a result that comes later the type of what comes
	 */
	public Type resultType() {
		Type type = this.signature.resultType();
		if (this.async == null) {
			return type;
		}
		return (type instanceof ParameterizedType later) ? later.getActualTypeArguments()[0] : Object.class;
	}

	/**
	 * Describes where the function comes from.
	 * @return its owner and method
	 */
	public String owner() {
		return this.definition.describe();
	}

	@Nullable Object call(Arguments arguments) throws Exception {
		@Nullable Object[] values = this.binder.bind(arguments);
		Object result = this.definition.target().invoke(values);
		return (this.async != null && result != null) ? await(this.async.apply(result)) : result;
	}

	private @Nullable Object await(CompletionStage<?> stage) throws Exception {
		CompletableFuture<?> future = stage.toCompletableFuture();
		try {
			return future.get(this.asyncTimeout.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof Error error) {
				throw error;
			}
			throw (ex.getCause() instanceof Exception exception) ? exception : ex;
		}
		catch (TimeoutException ex) {
			future.cancel(true);
			throw new RpcTimeoutException("%s() did not complete its result within %s (rpc.server.async-timeout)"
				.formatted(name(), text(this.asyncTimeout)), Executed.YES, ex);
		}
		catch (InterruptedException ex) {
			future.cancel(true);
			throw ex;
		}
	}

	private static String text(Duration duration) {
		long millis = duration.toMillis();
		return (millis % 1000 != 0) ? millis + " ms" : millis / 1000 + " s";
	}

}
