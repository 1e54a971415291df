package io.rpcboot.autoconfigure;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How calls are observed.
 */
@ConfigurationProperties("rpc.observations")
public class RpcObservationProperties {

	/**
	 * Names and tags of metrics and spans.
	 */
	private Convention convention = Convention.DEFAULT;

	public Convention getConvention() {
		return this.convention;
	}

	public void setConvention(Convention convention) {
		this.convention = convention;
	}

	/**
	 * Names and tags.
	 */
	public enum Convention {

		/** Those of this library, in the manner of Spring. */
		DEFAULT,

		/** Those of OpenTelemetry's semantic conventions. */
		OPENTELEMETRY

	}

}
