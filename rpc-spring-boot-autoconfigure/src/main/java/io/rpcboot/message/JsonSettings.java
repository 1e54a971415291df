package io.rpcboot.message;

/**
 * How values are read and written.
 *
 * @param strict whether a value of another type is refused rather than converted
 * @param naming how the names of properties are written
 * @param maxNesting how deep lists and objects may be nested
 */
public record JsonSettings(boolean strict, Naming naming, int maxNesting) {

	/** The defaults: strict, names as they are, 500 deep. */
	public static final JsonSettings DEFAULT = new JsonSettings(true, Naming.AS_IS, 500);

}
