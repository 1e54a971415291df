/**
 * Calls of other programs: interfaces as clients, and the connections that carry their
 * calls.
 */
@NullMarked
package io.rpcboot.client;

import org.jspecify.annotations.NullMarked;
