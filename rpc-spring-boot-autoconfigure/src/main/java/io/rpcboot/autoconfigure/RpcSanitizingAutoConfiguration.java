package io.rpcboot.autoconfigure;

import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that hides keys in Actuator's endpoints, where they show values.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class RpcSanitizingAutoConfiguration {

	private static final Pattern KEY = Pattern.compile("rpc[._].*auth-?key.*", Pattern.CASE_INSENSITIVE);

	@Bean
	@ConditionalOnMissingBean(name = "rpcKeySanitizingFunction")
	SanitizingFunction rpcKeySanitizingFunction() {
		return (data) -> KEY.matcher(data.getKey()).matches() ? data.withSanitizedValue() : data;
	}

}
