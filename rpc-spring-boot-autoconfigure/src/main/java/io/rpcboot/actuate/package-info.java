/**
 * The Actuator endpoint.
 */
@NullMarked
package io.rpcboot.actuate;

import org.jspecify.annotations.NullMarked;
