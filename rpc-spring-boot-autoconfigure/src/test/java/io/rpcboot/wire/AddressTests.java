package io.rpcboot.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AddressTests {

	@ParameterizedTest
	@CsvSource({ "127.0.0.1:17000, 127.0.0.1, 17000", "localhost:0, localhost, 0", "[::1]:65535, ::1, 65535",
			"' example.org:1 ', example.org, 1" })
	void hostAndPortAreRead(String text, String host, int port) {
		Address address = Address.parse(text);
		assertThat(address).isEqualTo(new Address(host, port));
		assertThat(address).hasToString(text.trim());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "17000", "localhost", ":17000" })
	void withoutHostAndPortItIsNoAddress(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text))
			.withMessage("'" + text + "' is not an address: expected host:port, such as 127.0.0.1:17000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "localhost:", "localhost:x", "localhost:-1", "localhost:65536", "localhost:99999999999" })
	void aPortIsANumberUpTo65535(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text))
			.withMessage("'" + text + "' is not an address: the port is a number from 0 to 65535");
	}

	@Test
	void anIpv6AddressNeedsBrackets() {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.parse("::1:17000"))
			.withMessage("'::1:17000' is not an address: an IPv6 address stands in brackets, such as [::1]:17000");
	}

	@Test
	void aHostIsResolved() throws Exception {
		assertThat(new Address("127.0.0.1", 1).resolve())
			.isEqualTo(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), 1));
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> new Address("host.invalid", 1).resolve());
	}

	@Test
	void aSocketsAddressIsShownByNumbers() throws Exception {
		InetAddress named = InetAddress.getByAddress("name", new byte[] { 127, 0, 0, 1 });
		assertThat(Address.text(new InetSocketAddress(named, 7))).isEqualTo("127.0.0.1:7");
		assertThat(Address.text(new InetSocketAddress("::1", 7))).isEqualTo("[0:0:0:0:0:0:0:1]:7");
	}

}
