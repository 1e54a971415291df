package io.rpcboot.zeromq;

import io.rpcboot.server.ServerSettings;

/**
 * What a ZeroMQ server needs to know.
 *
 * @param address where to listen
 * @param security how it knows its peers
 * @param limits how much peers may take; those on connections do not apply, as ZeroMQ
 * does not tell of them
 * @param timeouts how long they may take; that for a message does not apply
 */
public record ZeroMqServerSettings(ZeroMqAddress address, ServerSecurity security, ServerSettings.Limits limits,
		ServerSettings.Timeouts timeouts) {

}
