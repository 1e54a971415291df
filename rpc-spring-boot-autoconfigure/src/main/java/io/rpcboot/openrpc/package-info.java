/**
 * A description of the functions that can be called, as an OpenRPC document.
 */
@NullMarked
package io.rpcboot.openrpc;

import org.jspecify.annotations.NullMarked;
