package io.rpcboot.message;

import java.time.Duration;

/**
 * A call that runs.
 *
 * @param function the name of the function, as the caller wrote it
 * @param age how long it has been running
 */
public record CallState(String function, Duration age) {

}
