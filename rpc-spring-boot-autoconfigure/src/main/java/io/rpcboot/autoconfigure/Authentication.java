package io.rpcboot.autoconfigure;

/**
 * How callers prove who they are.
 */
public enum Authentication {

	/** By the authkey. */
	AUTHKEY,

	/** Not at all. */
	NONE

}
