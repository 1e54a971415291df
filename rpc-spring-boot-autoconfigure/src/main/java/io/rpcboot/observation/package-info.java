/**
 * Metrics and traces of calls, by Micrometer.
 */
@NullMarked
package io.rpcboot.observation;

import org.jspecify.annotations.NullMarked;
