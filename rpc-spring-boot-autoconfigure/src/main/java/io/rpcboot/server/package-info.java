/**
 * The listener and the connections that it accepts.
 */
@NullMarked
package io.rpcboot.server;

import org.jspecify.annotations.NullMarked;
