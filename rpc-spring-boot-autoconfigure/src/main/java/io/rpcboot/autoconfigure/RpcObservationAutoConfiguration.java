package io.rpcboot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.observation.RpcClientObservationConvention;
import io.rpcboot.observation.RpcClientObservationInterceptor;
import io.rpcboot.observation.RpcServerObservationConvention;
import io.rpcboot.observation.RpcServerObservationInterceptor;
import io.rpcboot.openrpc.DiscoverInterceptor;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration for the observation of calls.
 */
@AutoConfiguration(after = RpcFunctionAutoConfiguration.class,
		before = { RpcServerAutoConfiguration.class, RpcClientAutoConfiguration.class },
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(ObservationRegistry.class)
public final class RpcObservationAutoConfiguration {

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 1000)
	@ConditionalOnMissingBean
	RpcServerObservationInterceptor rpcServerObservationInterceptor(ObservationRegistry observations,
			ObjectProvider<RpcServerObservationConvention> convention, RpcFunctionRegistry functions) {
		return new RpcServerObservationInterceptor(observations, convention.getIfAvailable(),
				(name) -> functions.find(name) != null || name.equals(DiscoverInterceptor.FUNCTION));
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 1000)
	@ConditionalOnMissingBean
	RpcClientObservationInterceptor rpcClientObservationInterceptor(ObservationRegistry observations,
			ObjectProvider<RpcClientObservationConvention> convention) {
		return new RpcClientObservationInterceptor(observations, convention.getIfAvailable());
	}

}
