package io.rpcboot.message;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.TimeoutException;

import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcTimeoutException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Turns Java's exceptions into Python's.
 */
public final class ErrorTranslator {

	private static final Log logger = LogFactory.getLog(ErrorTranslator.class);

	private static final String FALLBACK = "RuntimeError";

	// in this order: IndexOutOfBoundsException before what it extends, and so on
	private static final Map<Class<? extends Throwable>, String> TYPES = new LinkedHashMap<>();
	static {
		TYPES.put(NoRoomException.class, "MemoryError");
		TYPES.put(RpcEncodingException.class, "TypeError");
		TYPES.put(RpcTimeoutException.class, "TimeoutError");
		TYPES.put(IllegalArgumentException.class, "ValueError");
		TYPES.put(ArithmeticException.class, "ArithmeticError");
		TYPES.put(IndexOutOfBoundsException.class, "IndexError");
		TYPES.put(NoSuchElementException.class, "LookupError");
		TYPES.put(UnsupportedOperationException.class, "NotImplementedError");
		TYPES.put(TimeoutException.class, "TimeoutError");
		TYPES.put(AccessDeniedException.class, "PermissionError");
		TYPES.put(SecurityException.class, "PermissionError");
	}

	private final List<ErrorMapper> mappers;

	private final ErrorSettings settings;

	/**
	 * Creates a translator.
	 * @param mappers what is asked first, in this order
	 * @param settings what callers learn
	 */
	public ErrorTranslator(List<ErrorMapper> mappers, ErrorSettings settings) {
		this.mappers = List.copyOf(mappers);
		this.settings = settings;
	}

	RemoteError translate(String function, Throwable failure) {
		if (failure instanceof CallRefusedException refused) {
			return refusal(function, refused);
		}
		if (failure instanceof CallInterruptedException interrupted) {
			logger.debug("%s() was interrupted".formatted(function), failure);
			return new RemoteError(interrupted.reason().pythonType(), String.valueOf(interrupted.getMessage()));
		}
		for (ErrorMapper mapper : this.mappers) {
			RemoteError mapped = mapper.map(failure);
			if (mapped != null) {
				return mapped;
			}
		}
		String type = builtIn(failure);
		if (type == null) {
			logger.error("%s() failed".formatted(function), failure);
			return error(FALLBACK, failure, failure.toString(), failure.getClass().getName());
		}
		logger.debug("%s() failed".formatted(function), failure);
		return error(type, failure, failure.getMessage(), "");
	}

	private static RemoteError refusal(String function, CallRefusedException refused) {
		String message = String.valueOf(refused.getMessage());
		if (refused.reason().isOfTheMoment()) {
			message = "%s was not executed: %s".formatted(function.isEmpty() ? "the call" : function + "()", message);
		}
		return new RemoteError(refused.reason().pythonType(), message, null, refused.reason().errno());
	}

	private static @Nullable String builtIn(Throwable failure) {
		for (Map.Entry<Class<? extends Throwable>, String> entry : TYPES.entrySet()) {
			if (entry.getKey().isInstance(failure)) {
				return entry.getValue();
			}
		}
		return null;
	}

	private RemoteError error(String type, Throwable failure, @Nullable String message, String withoutMessage) {
		String text = (this.settings.includeMessage() && message != null) ? message : withoutMessage;
		return new RemoteError(type, text, this.settings.includeStackTrace() ? stackTrace(failure) : null);
	}

	private static String stackTrace(Throwable failure) {
		StringWriter trace = new StringWriter();
		failure.printStackTrace(new PrintWriter(trace, true));
		return trace.toString().stripTrailing();
	}

}
