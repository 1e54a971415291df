package io.rpcboot.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import io.rpcboot.autoconfigure.RpcObservationProperties.Convention;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.observation.OpenTelemetryRpcClientObservationConvention;
import io.rpcboot.observation.OpenTelemetryRpcServerObservationConvention;
import io.rpcboot.observation.RpcClientObservationConvention;
import io.rpcboot.observation.RpcClientObservationInterceptor;
import io.rpcboot.observation.RpcServerObservationConvention;
import io.rpcboot.observation.RpcServerObservationInterceptor;
import io.rpcboot.openrpc.DiscoverInterceptor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
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
@EnableConfigurationProperties(RpcObservationProperties.class)
public final class RpcObservationAutoConfiguration {

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 1000)
	@ConditionalOnMissingBean
	RpcServerObservationInterceptor rpcServerObservationInterceptor(ObservationRegistry observations,
			ObjectProvider<RpcServerObservationConvention> convention, RpcObservationProperties properties,
			RpcFunctionRegistry functions) {
		return new RpcServerObservationInterceptor(observations,
				serverConvention(convention.getIfAvailable(), properties),
				(name) -> functions.find(name) != null || name.equals(DiscoverInterceptor.FUNCTION));
	}

	private static @Nullable RpcServerObservationConvention serverConvention(
			@Nullable RpcServerObservationConvention custom, RpcObservationProperties properties) {
		boolean other = custom == null && properties.getConvention() == Convention.OPENTELEMETRY;
		return other ? new OpenTelemetryRpcServerObservationConvention() : custom;
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE + 1000)
	@ConditionalOnMissingBean
	RpcClientObservationInterceptor rpcClientObservationInterceptor(ObservationRegistry observations,
			ObjectProvider<RpcClientObservationConvention> convention, RpcObservationProperties properties) {
		return new RpcClientObservationInterceptor(observations,
				clientConvention(convention.getIfAvailable(), properties));
	}

	private static @Nullable RpcClientObservationConvention clientConvention(
			@Nullable RpcClientObservationConvention custom, RpcObservationProperties properties) {
		boolean other = custom == null && properties.getConvention() == Convention.OPENTELEMETRY;
		return other ? new OpenTelemetryRpcClientObservationConvention() : custom;
	}

}
