package io.rpcboot.autoconfigure;

import java.util.regex.Pattern;

import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration that hides secrets in Actuator's endpoints, where they show values:
 * keys, and the passwords and private keys of SSL bundles, which connections are
 * encrypted with.
 */
@AutoConfiguration
@ConditionalOnClass(SanitizingFunction.class)
public final class RpcSanitizingAutoConfiguration {

	// however relaxed binding has them written
	private static final Pattern SECRET = Pattern.compile(
			"rpc[._].*auth[-_]?key.*|rpc[._].*zeromq[._](secret[-_]?key|password)|spring[._]ssl[._]bundle[._].*(password|private[-_]?key).*",
			Pattern.CASE_INSENSITIVE);

	@Bean
	@ConditionalOnMissingBean(name = "rpcKeySanitizingFunction")
	SanitizingFunction rpcKeySanitizingFunction() {
		return (data) -> SECRET.matcher(data.getKey()).matches() ? data.withSanitizedValue() : data;
	}

}
