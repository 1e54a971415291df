package io.rpcboot.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of servers and clients.
 */
public enum RpcObservationDocumentation implements ObservationDocumentation {

	/** One call of a function, from its decoded name to its result. */
	RPC_SERVER_REQUESTS {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultRpcServerObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return KeyName.merge(LowCardinalityKeyNames.values(), ServerKeyNames.values());
		}

	},

	/** One call by a client, waiting for a connection and repetitions included. */
	RPC_CLIENT_REQUESTS {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultRpcClientObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return KeyName.merge(LowCardinalityKeyNames.values(), ClientKeyNames.values());
		}

	};

	/**
	 * Tags of servers besides.
	 */
	public enum ServerKeyNames implements KeyName {

		/**
		 * Whose key the caller has, by its name under {@code rpc.server.authkeys};
		 * {@code none} where callers are not told apart.
		 */
		PRINCIPAL {

			@Override
			public String asString() {
				return "principal";
			}

		}

	}

	/**
	 * Tags of clients besides.
	 */
	public enum ClientKeyNames implements KeyName {

		/** The client's name, as it is configured. */
		CLIENT {

			@Override
			public String asString() {
				return "client";
			}

		}

	}

	/**
	 * Tags of metrics and spans under OpenTelemetry's names.
	 */
	public enum OpenTelemetryKeyNames implements KeyName {

		/** {@code jsonrpc}, or {@code multiprocessing} for the other formats. */
		RPC_SYSTEM_NAME {

			@Override
			public String asString() {
				return "rpc.system.name";
			}

		},

		/**
		 * The function's name; on a server {@code _OTHER} if there is none of that name.
		 */
		RPC_METHOD {

			@Override
			public String asString() {
				return "rpc.method";
			}

		},

		/**
		 * The name of the exception's class, on a client that of the peer's, on a server
		 * the reason why a call was refused; {@code none} where nothing failed.
		 */
		ERROR_TYPE {

			@Override
			public String asString() {
				return "error.type";
			}

		}

	}

	/**
	 * Tags of clients besides, under OpenTelemetry's names.
	 */
	public enum OpenTelemetryClientKeyNames implements KeyName {

		/**
		 * The client's name, as it is configured: it names the group of servers that are
		 * called.
		 */
		SERVER_ADDRESS {

			@Override
			public String asString() {
				return "server.address";
			}

		}

	}

	/**
	 * Tags of metrics and spans.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/**
		 * The function's name; on a server {@code UNKNOWN} if there is none of that name,
		 * on a client {@code OTHER} beyond the first thousand.
		 */
		FUNCTION {

			@Override
			public String asString() {
				return "function";
			}

		},

		/** The message format. */
		FORMAT {

			@Override
			public String asString() {
				return "format";
			}

		},

		/**
		 * {@code SUCCESS}, {@code CLIENT_ERROR} where the call was refused because of its
		 * name or its arguments, {@code SERVER_ERROR} where the function threw an
		 * exception; on a client {@code UNKNOWN} where there was no answer.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		},

		/**
		 * The simple name of the exception's class, on a client that of the peer's, of
		 * which those beyond the first hundred are {@code OTHER}; {@code none} where
		 * there was none.
		 */
		EXCEPTION {

			@Override
			public String asString() {
				return "exception";
			}

		}

	}

}
