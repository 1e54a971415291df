package io.rpcboot.server;

/**
 * How a server stopped.
 *
 * @param finished how many of the calls that ran came to their end
 * @param cut how many were cut short
 * @param refused how many came too late, and were refused
 */
public record StopReport(int finished, int cut, int refused) {

	/**
	 * Adds the report of another server that stopped at the same time.
	 * @param other the other report
	 * @return the sums
	 */
	public StopReport and(StopReport other) {
		return new StopReport(this.finished + other.finished, this.cut + other.cut, this.refused + other.refused);
	}

	/**
	 * Tells it.
	 * @return such as {@code gracefully (3 calls finished, 0 cut short, 1 refused)}
	 */
	@Override
	public String toString() {
		return "%s (%d %s finished, %d cut short, %d refused)".formatted(isGraceful() ? "gracefully" : "by force",
				this.finished, (this.finished == 1) ? "call" : "calls", this.cut, this.refused);
	}

	/**
	 * Tells whether no call was cut short.
	 * @return whether there was none
	 */
	public boolean isGraceful() {
		return this.cut == 0;
	}

}
