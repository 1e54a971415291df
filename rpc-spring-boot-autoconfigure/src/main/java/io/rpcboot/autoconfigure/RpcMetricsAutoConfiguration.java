package io.rpcboot.autoconfigure;

import io.micrometer.core.instrument.MeterRegistry;
import io.rpcboot.client.ClientMonitors;
import io.rpcboot.observation.RpcClientMeters;
import io.rpcboot.observation.RpcServerMeters;
import io.rpcboot.server.ServerMonitor;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for meters of connections.
 */
@AutoConfiguration(before = { RpcServerAutoConfiguration.class, RpcClientAutoConfiguration.class },
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean(MeterRegistry.class)
public final class RpcMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(ServerMonitor.class)
	RpcServerMeters rpcServerMeters(MeterRegistry registry) {
		return new RpcServerMeters(registry);
	}

	@Bean
	@ConditionalOnMissingBean(ClientMonitors.class)
	RpcClientMeters rpcClientMeters(MeterRegistry registry) {
		return new RpcClientMeters(registry);
	}

}
