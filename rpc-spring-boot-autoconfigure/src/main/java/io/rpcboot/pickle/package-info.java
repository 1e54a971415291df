/**
 * Python's pickles as data.
 */
@NullMarked
package io.rpcboot.pickle;

import org.jspecify.annotations.NullMarked;
