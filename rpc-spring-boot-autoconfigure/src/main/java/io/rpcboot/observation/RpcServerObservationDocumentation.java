package io.rpcboot.observation;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * What is observed of a server.
 */
public enum RpcServerObservationDocumentation implements ObservationDocumentation {

	/** One call of a function, from its decoded name to its result. */
	RPC_SERVER_REQUESTS {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultRpcServerObservationConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return LowCardinalityKeyNames.values();
		}

	};

	/**
	 * Tags of metrics and spans.
	 */
	public enum LowCardinalityKeyNames implements KeyName {

		/** The function's name, {@code UNKNOWN} if there is none of that name. */
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
		 * exception.
		 */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		},

		/**
		 * The simple name of the exception's class, {@code none} where there was none.
		 */
		EXCEPTION {

			@Override
			public String asString() {
				return "exception";
			}

		}

	}

}
