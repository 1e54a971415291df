package io.rpcboot.benchmarks;

import java.util.List;

/**
 * Measurements that belong together.
 *
 * @param title what they have in common
 * @param measurements the measurements
 */
record Section(String title, List<Measurement> measurements) {

}
