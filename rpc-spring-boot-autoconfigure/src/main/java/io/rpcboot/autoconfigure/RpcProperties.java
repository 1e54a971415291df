package io.rpcboot.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What holds for every call, whoever makes it.
 */
@ConfigurationProperties("rpc")
public class RpcProperties {

	private final Json json = new Json();

	/**
	 * Clients by name. What "default" has is what the others fall back to.
	 */
	private final Map<String, RpcClientProperties> client = new LinkedHashMap<>();

	public Map<String, RpcClientProperties> getClient() {
		return this.client;
	}

	public Json getJson() {
		return this.json;
	}

	/**
	 * How JSON is read and written.
	 */
	public static class Json {

		/**
		 * Whether values of another type are refused rather than converted, such as 2.5
		 * or "5" for an integer.
		 */
		private boolean strict = true;

		/**
		 * How deep lists and objects may be nested.
		 */
		private int maxNesting = 500;

		public boolean isStrict() {
			return this.strict;
		}

		public void setStrict(boolean strict) {
			this.strict = strict;
		}

		public int getMaxNesting() {
			return this.maxNesting;
		}

		public void setMaxNesting(int maxNesting) {
			this.maxNesting = maxNesting;
		}

	}

}
