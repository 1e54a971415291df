package io.rpcboot.wire;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

class AddressTests {

	@ParameterizedTest
	@CsvSource({ "127.0.0.1:17000, 127.0.0.1, 17000", "localhost:0, localhost, 0", "[::1]:65535, ::1, 65535",
			"' example.org:1 ', example.org, 1" })
	void hostAndPortAreRead(String text, String host, int port) {
		Address address = Address.parse(text);
		assertThat(address).isEqualTo(new TcpAddress(host, port));
		assertThat(address).hasToString(text.trim());
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "17000", "localhost", ":17000" })
	void withoutHostAndPortItIsNoAddress(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text))
			.withMessage("'" + text
					+ "' is not an address: expected host:port, such as 127.0.0.1:17000, or unix: and a " + "path");
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

	@ParameterizedTest
	@CsvSource({ "unix:/run/app.sock, /run/app.sock", "' unix:/a b/c ', /a b/c", "unix:/x:1, /x:1" })
	void aPathIsRead(String text, Path path) {
		Address address = Address.parse(text);
		assertThat(address).isEqualTo(new UnixAddress(path));
		assertThat(address).hasToString(text.trim());
	}

	@ParameterizedTest
	@ValueSource(strings = { "unix:", "unix:/", "unix:app.sock", "unix:~/app.sock", "unix:localhost:17000" })
	void aPathIsAbsolute(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(text))
			.withMessage("'" + text + "' is not an address: expected unix: and an absolute path, such as "
					+ "unix:/run/app.sock");
	}

	@Test
	void aPathHasAsManyBytesAsASocketCanHave() {
		String longest = "unix:/run/" + "x".repeat(101);
		assertThat(Address.parse(longest)).hasToString(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(longest + "x"))
			.withMessage("'%sx' is not an address: the path has 107 bytes, that of a socket has 106 at most", longest);
	}

	@Test
	void aPathIsMeasuredInBytes() {
		assumeTrue("UTF-8".equals(System.getProperty("sun.jnu.encoding")), "names of files are ASCII");
		String longest = "unix:/run/" + "ü".repeat(50) + "x";
		assertThat(Address.parse(longest)).hasToString(longest);
		assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(longest + "x"))
			.withMessage("'%sx' is not an address: the path has 107 bytes, that of a socket has 106 at most", longest);
	}

	@Test
	void aPathCannotHoldEverything() {
		assertThatIllegalArgumentException().isThrownBy(() -> Address.parse("unix:/run/\0x"))
			.withMessage("'unix:/run/\0x' is not an address: the path cannot be used here (Nul character not allowed)");
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1:1, true", "localhost:1, true", "[::1]:1, true", "unix:/run/app.sock, true",
			"0.0.0.0:1, false", "192.0.2.1:1, false", "host.invalid:1, false" })
	void anAddressTellsWhetherItIsOfThisMachineOnly(String text, boolean local) {
		assertThat(Address.parse(text).isLocal()).isEqualTo(local);
	}

	@Test
	void aHostIsResolved() throws Exception {
		assertThat(new TcpAddress("127.0.0.1", 1).resolve())
			.containsExactly(new InetSocketAddress(InetAddress.getByAddress(new byte[] { 127, 0, 0, 1 }), 1));
		assertThatExceptionOfType(UnknownHostException.class)
			.isThrownBy(() -> new TcpAddress("host.invalid", 1).resolve());
	}

	@Test
	void aSocketsAddressIsShownByNumbers() throws Exception {
		InetAddress named = InetAddress.getByAddress("name", new byte[] { 127, 0, 0, 1 });
		assertThat(Address.text(new InetSocketAddress(named, 7))).isEqualTo("127.0.0.1:7");
		assertThat(Address.text(new InetSocketAddress("::1", 7))).isEqualTo("[0:0:0:0:0:0:0:1]:7");
		assertThat(Address.text(UnixDomainSocketAddress.of("/run/app.sock"))).isEqualTo("unix:/run/app.sock");
		assertThat(Address.text(UnixDomainSocketAddress.of(""))).isEqualTo("a local program");
	}

}
