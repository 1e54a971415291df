/**
 * The application that is started with the starter and without it.
 */
@NullMarked
package io.rpcboot.benchmarks.empty;

import org.jspecify.annotations.NullMarked;
