/**
 * Measures calls side by side with what else could make them.
 */
@NullMarked
package io.rpcboot.benchmarks;

import org.jspecify.annotations.NullMarked;
