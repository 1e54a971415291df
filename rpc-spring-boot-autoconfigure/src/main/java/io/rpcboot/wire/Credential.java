package io.rpcboot.wire;

import org.jspecify.annotations.Nullable;

/**
 * A key that peers may have, and whose it is.
 *
 * @param principal who has it, {@code null} where that is not told apart
 * @param index its place among the keys of the principal, from 0
 * @param key the key
 */
public record Credential(@Nullable String principal, int index, AuthKey key) {

}
