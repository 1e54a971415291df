/**
 * Auto-configuration: conditions, properties, and what a failed start tells.
 */
@NullMarked
package io.rpcboot.autoconfigure;

import org.jspecify.annotations.NullMarked;
