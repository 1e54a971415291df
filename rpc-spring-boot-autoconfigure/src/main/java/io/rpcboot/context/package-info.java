/**
 * The glue to the Spring container: finding annotated beans and the server's life cycle.
 */
@NullMarked
package io.rpcboot.context;

import org.jspecify.annotations.NullMarked;
