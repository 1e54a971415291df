package io.rpcboot.client;

import org.jspecify.annotations.Nullable;

/**
 * What is known of an address.
 *
 * @param address the address
 * @param calls how many calls it has
 * @param connections how many connections it has
 * @param idleConnections how many connections wait for a call
 * @param failure what went wrong last, {@code null} if it went well or nothing was tried
 */
public record AddressState(String address, int calls, int connections, int idleConnections, @Nullable String failure) {

}
