package io.rpcboot.context;

import io.rpcboot.message.ErrorMapper;
import io.rpcboot.message.RemoteError;
import jakarta.validation.ConstraintViolationException;
import org.jspecify.annotations.Nullable;

/**
 * Tells callers of arguments that a validated bean refused.
 */
public final class ValidationErrorMapper implements ErrorMapper {

	@Override
	public @Nullable RemoteError map(Throwable failure) {
		return (failure instanceof ConstraintViolationException violation)
				? new RemoteError("ValueError", String.valueOf(violation.getMessage())) : null;
	}

}
