/**
 * What can be called: the registry, the binding of arguments, and the invocation.
 */
@NullMarked
package io.rpcboot.function;

import org.jspecify.annotations.NullMarked;
