package io.rpcboot.benchmarks;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/**
 * Has calls observed and connections measured, as Actuator does.
 */
final class Observed {

	private Observed() {
	}

	static void initialize(ConfigurableApplicationContext context, Options options) {
		if (options.text("observed", "false").equals("true")
				&& context instanceof GenericApplicationContext application) {
			SimpleMeterRegistry meters = new SimpleMeterRegistry();
			ObservationRegistry observations = ObservationRegistry.create();
			observations.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
			application.registerBean(MeterRegistry.class, () -> meters);
			application.registerBean(ObservationRegistry.class, () -> observations);
		}
	}

}
