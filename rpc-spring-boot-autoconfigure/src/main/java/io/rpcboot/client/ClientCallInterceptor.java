package io.rpcboot.client;

import io.rpcboot.message.CallInterceptor;

/**
 * Does something around the calls that clients make. Beans of this type are applied to
 * all of them.
 */
@FunctionalInterface
public interface ClientCallInterceptor extends CallInterceptor {

}
