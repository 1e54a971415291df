package io.rpcboot.wire;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcException;
import io.rpcboot.wire.HandshakeException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Tells in clear words why TLS failed.
 */
final class TlsFailures {

	// the JDK tells by its texts alone what the other side sent, or did not send
	private static final Pattern RECEIVED_ALERT = Pattern.compile("Received fatal alert: (\\w+)");

	private static final Pattern ABOUT_CERTIFICATE = Pattern.compile(".*certificate.*|unknown_ca|access_denied");

	private static final String NO_CERTIFICATE = "Empty client certificate chain";

	// newer JDKs put the alert that they sent before their text
	private static final Pattern SENT_ALERT = Pattern.compile("^\\(\\w+\\) ");

	private TlsFailures() {
	}

	/**
	 * Explains an exception of TLS.
	 * @param failure the exception
	 * @param established whether the connection had been established
	 * @return a {@link HandshakeException} if one side refused the other, which with TLS
	 * 1.3 a client may learn after it was established
	 */
	static RpcException explain(SSLException failure, boolean established) {
		if (failure instanceof SSLHandshakeException) {
			HandshakeException refusal = certificateRefused(failure);
			return (refusal != null) ? refusal : handshakeRefused(failure);
		}
		if (established) {
			return new RpcConnectionException("The connection was lost: " + failure, Executed.UNKNOWN, failure);
		}
		boolean otherProtocol = failure.getClass() == SSLException.class && failure.getCause() == null;
		return otherProtocol ? new HandshakeException(Reason.NOT_TLS, "The peer does not speak TLS", failure)
				: failed(text(failure), failure);
	}

	private static @Nullable HandshakeException certificateRefused(SSLException failure) {
		Throwable expired = find(failure, (cause) -> cause instanceof CertificateExpiredException
				|| cause instanceof CertificateNotYetValidException);
		if (expired != null) {
			return new HandshakeException(Reason.CERTIFICATE_EXPIRED,
					"The peer's certificate is not valid at this time (%s)".formatted(expired.getMessage()), failure);
		}
		Throwable untrusted = find(failure,
				(cause) -> cause instanceof CertPathBuilderException || cause instanceof CertPathValidatorException);
		if (untrusted != null) {
			return new HandshakeException(Reason.CERTIFICATE_UNTRUSTED,
					"The peer's certificate is not trusted (%s)".formatted(untrusted.getMessage()), failure);
		}
		Throwable other = find(failure, CertificateException.class::isInstance);
		return (other != null) ? new HandshakeException(Reason.CERTIFICATE_OF_OTHER,
				"The peer's certificate does not fit (%s)".formatted(other.getMessage()), failure) : null;
	}

	private static HandshakeException handshakeRefused(SSLException failure) {
		String text = text(failure);
		if (text.equals(NO_CERTIFICATE)) {
			return new HandshakeException(Reason.CERTIFICATE_MISSING, "The peer has no certificate", failure);
		}
		Matcher alert = RECEIVED_ALERT.matcher(text);
		if (alert.find() && ABOUT_CERTIFICATE.matcher(alert.group(1)).matches()) {
			return new HandshakeException(Reason.CERTIFICATE_REFUSED,
					"The peer does not accept our certificate (%s)".formatted(alert.group(1)), failure);
		}
		return failed(text, failure);
	}

	private static HandshakeException failed(String text, SSLException failure) {
		return new HandshakeException(Reason.TLS_FAILED, "TLS's handshake failed (%s)".formatted(text), failure);
	}

	private static String text(SSLException failure) {
		return SENT_ALERT.matcher(String.valueOf(failure.getMessage())).replaceFirst("");
	}

	private static @Nullable Throwable find(Throwable failure, Predicate<Throwable> kind) {
		Throwable cause = failure;
		while (cause != null && !kind.test(cause)) {
			cause = cause.getCause();
		}
		return cause;
	}

}
