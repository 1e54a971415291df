package io.rpcboot.autoconfigure;

import java.util.stream.Stream;

import io.rpcboot.client.AsyncCallAdapter;
import io.rpcboot.client.ClientCallInterceptor;
import io.rpcboot.client.ClientMonitor;
import io.rpcboot.client.ClientMonitors;
import io.rpcboot.client.RpcClientFactory;
import io.rpcboot.context.ReactiveCallAdapter;
import io.rpcboot.context.RpcClientFactories;
import io.rpcboot.context.SpringParameterInspector;
import io.rpcboot.message.CallInterceptor;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.Naming;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.core.task.support.ContextPropagatingTaskDecorator;
import org.springframework.util.ClassUtils;

/**
 * Auto-configuration for clients.
 */
@AutoConfiguration(after = JacksonAutoConfiguration.class)
@EnableConfigurationProperties(RpcProperties.class)
@Import(RpcClientsRegistrar.class)
public final class RpcClientAutoConfiguration {

	private static final String CONTEXT_PROPAGATION = "io.micrometer.context.ContextSnapshotFactory";

	@Bean
	@ConditionalOnMissingBean
	RpcClientFactories rpcClientFactories(RpcProperties properties, ObjectProvider<JsonMapper> mapper,
			ObjectProvider<AsyncCallAdapter> asyncCalls, ObjectProvider<ClientCallInterceptor> interceptors,
			ObjectProvider<ClientMonitors> monitors, ApplicationContext context) {
		Environment environment = context.getEnvironment();
		PropertyNames.check(environment, "rpc.json", Bindable.of(RpcProperties.Json.class));
		PropertyNames.check(environment, "rpc.observations", Bindable.of(RpcObservationProperties.class));
		PropertyNames.check(environment, "rpc.client", Bindable.mapOf(String.class, RpcClientProperties.class));
		TlsBundles tls = new TlsBundles(
				context.getBeanProvider(SslBundles.class).getIfAvailable(DefaultSslBundleRegistry::new));
		SimpleAsyncTaskExecutor executor = executor(Threading.VIRTUAL.isActive(environment));
		return new RpcClientFactories((name) -> {
			ClientConfiguration configuration = ClientConfiguration.of(name, properties.getClient());
			Naming naming = configuration.naming();
			JsonCodec codec = new JsonCodec(mapper.getIfAvailable(JsonMapper::shared),
					new JsonSettings(properties.getJson().isStrict(), naming, properties.getJson().getMaxNesting()));
			ClientMonitor monitor = monitors.getIfAvailable(() -> ClientMonitors.NONE).of(name);
			return new RpcClientFactory(configuration.settings(tls),
					new RpcClientFactory.Tools(codec, executor, new SpringParameterInspector(),
							asyncCalls.getIfAvailable(() -> AsyncCallAdapter.NONE), naming,
							// a call that is repeated is one call to all others
							Stream
								.of(interceptors.orderedStream(), Stream.ofNullable(configuration.retry()),
										Stream.ofNullable(configuration.trace()))
								.flatMap((some) -> some)
								.map(CallInterceptor.class::cast)
								.toList()),
					monitor, configuration.channels(monitor));
		});
	}

	private static SimpleAsyncTaskExecutor executor(boolean virtualThreads) {
		SimpleAsyncTaskExecutor executor = new SimpleAsyncTaskExecutor("rpc-client-");
		executor.setVirtualThreads(virtualThreads);
		executor.setDaemon(true);
		if (ClassUtils.isPresent(CONTEXT_PROPAGATION, null)) {
			// a call that nobody waits for belongs to the trace of whoever made it, too
			executor.setTaskDecorator(new ContextPropagatingTaskDecorator());
		}
		return executor;
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Mono.class)
	static class ReactorConfiguration {

		@Bean
		@ConditionalOnMissingBean(AsyncCallAdapter.class)
		ReactiveCallAdapter rpcReactiveCallAdapter() {
			return new ReactiveCallAdapter();
		}

	}

}
