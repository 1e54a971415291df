/**
 * Calls and replies: what stands in a frame, and how it becomes Java values and back.
 */
@NullMarked
package io.rpcboot.message;

import org.jspecify.annotations.NullMarked;
