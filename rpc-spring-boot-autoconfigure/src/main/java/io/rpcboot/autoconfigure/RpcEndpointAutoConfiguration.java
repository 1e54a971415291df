package io.rpcboot.autoconfigure;

import java.util.List;
import java.util.Map;

import io.rpcboot.actuate.RpcEndpoint;
import io.rpcboot.actuate.RpcEndpoint.ServerDescriptor;
import io.rpcboot.context.RpcClientFactories;
import io.rpcboot.context.RpcServerLifecycle;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.server.BoundAddress;
import org.jspecify.annotations.Nullable;

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
@AutoConfiguration(after = { RpcServerAutoConfiguration.class, RpcClientAutoConfiguration.class })
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnAvailableEndpoint(RpcEndpoint.class)
public final class RpcEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	RpcEndpoint rpcEndpoint(RpcFunctionRegistry registry, ObjectProvider<RpcServerLifecycle> server,
			ObjectProvider<RpcClientFactories> clients) {
		return new RpcEndpoint(registry, () -> describe(server.getIfAvailable()), () -> {
			RpcClientFactories factories = clients.getIfAvailable();
			return (factories != null) ? factories.states() : Map.of();
		});
	}

	private static ServerDescriptor describe(@Nullable RpcServerLifecycle server) {
		return (server != null) ? new ServerDescriptor(server.addresses().stream().map(BoundAddress::text).toList(),
				server.connections(), server.handshakes()) : new ServerDescriptor(List.of(), List.of(), null);
	}

}
