/**
 * The Actuator endpoint and the health of server and clients.
 */
@NullMarked
package io.rpcboot.actuate;

import org.jspecify.annotations.NullMarked;
