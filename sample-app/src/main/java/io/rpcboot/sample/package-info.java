/**
 * The sample: an order service.
 */
@NullMarked
package io.rpcboot.sample;

import org.jspecify.annotations.NullMarked;
