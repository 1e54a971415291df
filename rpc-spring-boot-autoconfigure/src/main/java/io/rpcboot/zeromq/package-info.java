/**
 * Calls over ZeroMQ: a server behind a ROUTER socket, clients with a DEALER socket.
 */
@NullMarked
package io.rpcboot.zeromq;

import org.jspecify.annotations.NullMarked;
