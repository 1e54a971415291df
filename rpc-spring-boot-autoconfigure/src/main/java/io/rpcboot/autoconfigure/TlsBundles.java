package io.rpcboot.autoconfigure;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

import io.rpcboot.autoconfigure.RpcServerSslProperties.ClientAuth;
import io.rpcboot.wire.Tls;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.util.StringUtils;

/**
 * Turns SSL bundles into what connections are encrypted with. After a bundle has been
 * reloaded new connections use its new content.
 */
final class TlsBundles {

	private final SslBundles bundles;

	private final Map<String, AtomicReference<Content>> contents = new ConcurrentHashMap<>();

	TlsBundles(SslBundles bundles) {
		this.bundles = bundles;
	}

	@Nullable Supplier<Tls> forServer(String property, RpcServerSslProperties ssl) {
		String name = ssl.getBundle();
		if (!StringUtils.hasText(name)) {
			return null;
		}
		AtomicReference<Content> content = content(property, name);
		if (!content.get().hasKeys()) {
			throw new InvalidRpcConfigurationException(
					"The SSL bundle '%s' of %s has no key store, which a server needs.".formatted(name, property),
					"Add a certificate and its key to the bundle, or set %s to another one.".formatted(property));
		}
		return () -> content.get().tls(ssl.getClientAuth());
	}

	@Nullable Supplier<Tls> forClient(String property, @Nullable String name) {
		if (!StringUtils.hasText(name)) {
			return null;
		}
		AtomicReference<Content> content = content(property, name);
		return () -> content.get().tls(ClientAuth.NONE);
	}

	private AtomicReference<Content> content(String property, String name) {
		try {
			return this.contents.computeIfAbsent(name, this::load);
		}
		catch (NoSuchSslBundleException ex) {
			throw new InvalidRpcConfigurationException(
					"There is no SSL bundle '%s', which %s names.".formatted(name, property),
					"Define spring.ssl.bundle.pem.%s or spring.ssl.bundle.jks.%s, or correct %s.".formatted(name, name,
							property),
					ex);
		}
		catch (RuntimeException ex) {
			throw new InvalidRpcConfigurationException(
					"The SSL bundle '%s' of %s cannot be used: %s".formatted(name, property, ex.getMessage()),
					"Correct the bundle, or set %s to another one.".formatted(property), ex);
		}
	}

	private AtomicReference<Content> load(String name) {
		AtomicReference<Content> content = new AtomicReference<>(Content.of(this.bundles.getBundle(name)));
		this.bundles.addBundleUpdateHandler(name, (reloaded) -> content.set(Content.of(reloaded)));
		return content;
	}

	private record Content(SSLContext context, SslOptions options, boolean hasKeys) {

		static Content of(SslBundle bundle) {
			SslStoreBundle stores = bundle.getStores();
			boolean hasKeys = stores == SslStoreBundle.NONE || stores.getKeyStore() != null;
			Content content = new Content(bundle.createSslContext(), bundle.getOptions(), hasKeys);
			// tells at once what each connection would tell
			content.context().createSSLEngine().setSSLParameters(content.tls(ClientAuth.NONE).parameters());
			return content;
		}

		Tls tls(ClientAuth clientAuth) {
			SSLParameters parameters = new SSLParameters(this.options.getCiphers(), this.options.getEnabledProtocols());
			switch (clientAuth) {
				case WANT -> parameters.setWantClientAuth(true);
				case NEED -> parameters.setNeedClientAuth(true);
				case NONE -> parameters.setNeedClientAuth(false);
			}
			return new Tls(this.context, parameters);
		}

	}

}
