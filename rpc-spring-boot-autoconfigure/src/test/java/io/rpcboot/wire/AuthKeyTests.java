package io.rpcboot.wire;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AuthKeyTests {

	@Test
	void textStandsForItsUtf8() {
		assertThat(AuthKey.parse("schl\u00fcssel").secret()).isEqualTo(Bytes.of("schl\u00c3\u00bcssel"));
		assertThat(AuthKey.parse(" ").secret()).isEqualTo(Bytes.of(" "));
	}

	@Test
	void bytesAreGivenInBase64() {
		assertThat(AuthKey.parse("base64:AP8=").secret()).isEqualTo(Bytes.hex("00ff"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "base64:" })
	void anEmptyKeyIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> AuthKey.parse(text)).withMessage("The authkey is empty");
	}

	@Test
	void invalidBase64IsRefusedWithoutShowingIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> AuthKey.parse("base64:secret!"))
			.withMessage("The authkey begins with 'base64:' but is not valid Base64")
			.withNoCause();
	}

	@Test
	void aKeyIsNotPrinted() {
		assertThat(AuthKey.parse("peekaboo")).hasToString("AuthKey[secret]");
	}

}
