package io.rpcboot.autoconfigure;

import io.rpcboot.actuate.RpcClientsHealthContributor;
import io.rpcboot.actuate.RpcServerHealthIndicator;
import io.rpcboot.context.RpcClientFactories;
import io.rpcboot.context.RpcServerLifecycle;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the health of the server and of clients.
 */
@AutoConfiguration(after = { RpcServerAutoConfiguration.class, RpcClientAutoConfiguration.class })
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
public final class RpcHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnBean(RpcServerLifecycle.class)
	@ConditionalOnEnabledHealthIndicator("rpc-server")
	@ConditionalOnMissingBean(name = { "rpcServerHealthIndicator", "rpcServerHealthContributor" })
	RpcServerHealthIndicator rpcServerHealthIndicator(RpcServerLifecycle server) {
		return new RpcServerHealthIndicator(server::addresses);
	}

	@Bean
	@ConditionalOnBean(RpcClientFactories.class)
	@ConditionalOnEnabledHealthIndicator("rpc-clients")
	@ConditionalOnMissingBean(name = { "rpcClientsHealthIndicator", "rpcClientsHealthContributor" })
	RpcClientsHealthContributor rpcClientsHealthContributor(RpcClientFactories clients) {
		return new RpcClientsHealthContributor(() -> {
			clients.retireIdle();
			return clients.states();
		});
	}

}
