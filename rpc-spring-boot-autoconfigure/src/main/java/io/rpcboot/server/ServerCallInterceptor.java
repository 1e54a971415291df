package io.rpcboot.server;

import io.rpcboot.message.CallInterceptor;

/**
 * Does something around the calls that come in. Beans of this type are applied to all of
 * them.
 */
@FunctionalInterface
public interface ServerCallInterceptor extends CallInterceptor {

}
