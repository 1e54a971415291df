package io.rpcboot.autoconfigure;

import io.rpcboot.context.ReactiveResultAdapter;
import io.rpcboot.context.RpcFunctionBeanPostProcessor;
import io.rpcboot.context.RpcFunctionLazyInitializationExcludeFilter;
import io.rpcboot.context.SpringParameterInspector;
import io.rpcboot.function.AsyncResultAdapter;
import io.rpcboot.function.FunctionSettings;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Role;

/**
 * Auto-configuration for the registry of functions and what fills it.
 */
@AutoConfiguration(after = JacksonAutoConfiguration.class)
@EnableConfigurationProperties({ RpcProperties.class, RpcServerProperties.class })
public final class RpcFunctionAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	JsonCodec rpcJsonCodec(ObjectProvider<JsonMapper> mapper, RpcProperties properties, RpcServerProperties server) {
		return new JsonCodec(mapper.getIfAvailable(JsonMapper::shared), new JsonSettings(
				properties.getJson().isStrict(), server.getNaming(), properties.getJson().getMaxNesting()));
	}

	@Bean
	@ConditionalOnMissingBean
	RpcFunctionRegistry rpcFunctionRegistry(JsonCodec codec, ObjectProvider<AsyncResultAdapter> asyncResults,
			RpcServerProperties properties) {
		return new RpcFunctionRegistry(codec, new SpringParameterInspector(),
				asyncResults.getIfAvailable(() -> AsyncResultAdapter.NONE),
				new FunctionSettings(properties.getNaming(), properties.getAsyncTimeout()));
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RpcFunctionBeanPostProcessor rpcFunctionBeanPostProcessor(ObjectProvider<RpcFunctionRegistry> registry) {
		return new RpcFunctionBeanPostProcessor(registry);
	}

	@Bean
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static RpcFunctionLazyInitializationExcludeFilter rpcFunctionLazyInitializationExcludeFilter() {
		return new RpcFunctionLazyInitializationExcludeFilter();
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Mono.class)
	static class ReactorConfiguration {

		@Bean
		@ConditionalOnMissingBean(AsyncResultAdapter.class)
		ReactiveResultAdapter rpcReactiveResultAdapter() {
			return new ReactiveResultAdapter();
		}

	}

}
