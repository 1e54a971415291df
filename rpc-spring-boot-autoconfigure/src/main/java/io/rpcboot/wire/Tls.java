package io.rpcboot.wire;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * How connections are encrypted: keys, what is trusted, and what else matters. A client
 * verifies the server's host name in any case.
 *
 * @param context makes the sockets
 * @param parameters what the sockets are to insist on; what is not set is the context's
 */
public record Tls(SSLContext context, SSLParameters parameters) {

}
