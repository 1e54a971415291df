/**
 * The annotations that users write and the exceptions that they catch.
 */
@NullMarked
package io.rpcboot;

import org.jspecify.annotations.NullMarked;
