package io.rpcboot.autoconfigure;

import java.time.Duration;

import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.module.jackson.JacksonSchemaModule;
import io.rpcboot.context.RpcServerLifecycle;
import io.rpcboot.context.ValidationErrorMapper;
import io.rpcboot.function.FunctionInvoker;
import io.rpcboot.function.RpcFunctionRegistry;
import io.rpcboot.message.CallInterceptor;
import io.rpcboot.message.ErrorMapper;
import io.rpcboot.message.ErrorSettings;
import io.rpcboot.message.ErrorTranslator;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.MessageHandler;
import io.rpcboot.message.TraceKeyword;
import io.rpcboot.openrpc.DiscoverInterceptor;
import io.rpcboot.openrpc.OpenRpcDescriber;
import io.rpcboot.openrpc.SchemaFactory;
import io.rpcboot.server.ServerCallInterceptor;
import io.rpcboot.server.ServerMonitor;
import jakarta.validation.ConstraintViolationException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.ssl.DefaultSslBundleRegistry;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/**
 * Auto-configuration for the server.
 */
@AutoConfiguration(after = RpcFunctionAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "rpc.server.enabled", matchIfMissing = true)
public final class RpcServerAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	MessageHandler rpcMessageHandler(JsonCodec codec, RpcFunctionRegistry registry,
			ObjectProvider<ServerCallInterceptor> interceptors, ObjectProvider<ErrorMapper> errorMappers,
			RpcServerProperties properties) {
		ErrorSettings errors = new ErrorSettings(properties.getError().isIncludeMessage(),
				properties.getError().isIncludeStacktrace());
		return new MessageHandler(codec,
				CallInterceptor.chain(interceptors.orderedStream().map(CallInterceptor.class::cast).toList(),
						new FunctionInvoker(registry)),
				new ErrorTranslator(errorMappers.orderedStream().toList(), errors),
				PropertyChecks.notEmpty("rpc.server.formats", properties.getFormats()));
	}

	@Bean
	@ConditionalOnMissingBean
	RpcServerLifecycle rpcServerLifecycle(RpcServerProperties properties, MessageHandler messages,
			RpcFunctionRegistry registry, ObjectProvider<SslBundles> bundles, ObjectProvider<ServerMonitor> monitor,
			ApplicationContext context) {
		Environment environment = context.getEnvironment();
		PropertyNames.check(environment, "rpc.json", Bindable.of(RpcProperties.Json.class));
		PropertyNames.check(environment, "rpc.observations", Bindable.of(RpcObservationProperties.class));
		PropertyNames.check(environment, "rpc.server", Bindable.of(RpcServerProperties.class));
		return new RpcServerLifecycle(
				new ServerConfiguration(properties, messages,
						new TlsBundles(bundles.getIfAvailable(DefaultSslBundleRegistry::new)),
						Threading.VIRTUAL.isActive(environment), monitor.getIfAvailable(() -> ServerMonitor.NONE)),
				registry, context, grace(environment));
	}

	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	@ConditionalOnProperty("rpc.server.trace-keyword")
	ServerCallInterceptor rpcTraceKeywordInterceptor(RpcServerProperties properties) {
		TraceKeyword trace = PropertyChecks.traceKeyword("rpc.server.trace-keyword", properties.getTraceKeyword());
		return (call, next) -> next.handle((trace != null) ? trace.take(call) : call);
	}

	// Leaves the container some of its time: after it, the container goes on without a
	// word of what was cut short.
	private static Duration grace(Environment environment) {
		Duration phase = Binder.get(environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(Duration.ofSeconds(30));
		return phase.multipliedBy(9).dividedBy(10);
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ SchemaGenerator.class, JacksonSchemaModule.class })
	@ConditionalOnBooleanProperty(name = "rpc.server.discover", matchIfMissing = true)
	static class DiscoverConfiguration {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		@ConditionalOnMissingBean
		DiscoverInterceptor rpcDiscoverInterceptor(ObjectProvider<JsonMapper> mappers, RpcServerProperties properties,
				RpcFunctionRegistry registry, Environment environment) {
			// an application that is never asked does not pay for it at its start
			return new DiscoverInterceptor(SingletonSupplier.of(() -> {
				JsonMapper mapper = mappers.getIfAvailable(JsonMapper::shared);
				return new OpenRpcDescriber(environment.getProperty("spring.application.name", "application"),
						environment.getProperty("spring.application.version", "unknown"), mapper,
						new SchemaFactory(mapper, properties.getNaming()));
			}), registry::functions);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConstraintViolationException.class)
	static class ValidationConfiguration {

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE)
		ValidationErrorMapper rpcValidationErrorMapper() {
			return new ValidationErrorMapper();
		}

	}

}
