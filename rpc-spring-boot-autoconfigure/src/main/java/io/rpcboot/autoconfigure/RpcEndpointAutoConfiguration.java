package io.rpcboot.autoconfigure;

import io.rpcboot.actuate.RpcEndpoint;
import io.rpcboot.context.RpcServerLifecycle;
import io.rpcboot.function.RpcFunctionRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the Actuator endpoint.
 */
@AutoConfiguration(after = RpcServerAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(RpcEndpoint.class)
public final class RpcEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RpcEndpoint rpcEndpoint(RpcFunctionRegistry registry, ObjectProvider<RpcServerLifecycle> server) {
		return new RpcEndpoint(registry, () -> {
			RpcServerLifecycle lifecycle = server.getIfAvailable();
			return (lifecycle != null) ? lifecycle.address() : null;
		});
	}

}
