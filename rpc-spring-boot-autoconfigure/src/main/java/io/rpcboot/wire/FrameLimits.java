package io.rpcboot.wire;

import java.time.Duration;

/**
 * How long the parts of an exchange may take, and the properties that say so.
 *
 * @param read from the first byte of a frame to its last
 * @param readProperty the property that sets {@code read}
 * @param write from the first byte of a frame to its last
 * @param writeProperty the property that sets {@code write}
 */
public record FrameLimits(Duration read, String readProperty, Duration write, String writeProperty) {

	Deadline.Limit receiving() {
		return new Deadline.Limit("receiving a frame", this.read, this.readProperty);
	}

	Deadline.Limit sending() {
		return new Deadline.Limit("sending a frame", this.write, this.writeProperty);
	}

}
