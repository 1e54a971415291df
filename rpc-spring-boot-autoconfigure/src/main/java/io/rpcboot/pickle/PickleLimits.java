package io.rpcboot.pickle;

/**
 * How much one pickle may hold. What a payload spells out is bounded by its length; these
 * bound what a few of its bytes can make of it.
 *
 * @param depth how deep containers may be nested
 * @param containers how many containers there may be
 * @param values how many values there may be where a shared one counts as often as it is
 * referred to, and a long text or array as several; as many as the payload has bytes are
 * always allowed
 */
public record PickleLimits(int depth, int containers, int values) {

	/** 500 deep, a million containers, two million values. */
	public static final PickleLimits DEFAULT = new PickleLimits(500, 1_000_000, 2_000_000);

}
