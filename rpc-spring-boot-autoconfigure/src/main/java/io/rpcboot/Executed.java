package io.rpcboot;

/**
 * What is known of a failed call: whether the function ran.
 */
public enum Executed {

	/** It did not: the call can be repeated without harm. */
	NO,

	/** It may have. */
	UNKNOWN,

	/** It did. */
	YES

}
