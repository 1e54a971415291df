package io.rpcboot.message;

import org.jspecify.annotations.Nullable;

/**
 * Tells callers of failures in other words than the usual ones. A bean of this type is
 * asked before the built-in mapping.
 */
@FunctionalInterface
public interface ErrorMapper {

	/**
	 * Maps a failure.
	 * @param failure what a function threw
	 * @return what its caller gets, or {@code null} if this mapper has no opinion
	 */
	@Nullable RemoteError map(Throwable failure);

}
