package io.rpcboot.context;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.rpcboot.Executed;
import io.rpcboot.RpcAuthenticationException;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.RpcEncodingException;
import io.rpcboot.RpcException;
import io.rpcboot.RpcOverloadedException;
import io.rpcboot.RpcProtocolException;
import io.rpcboot.RpcRemoteException;
import io.rpcboot.RpcTimeoutException;
import io.rpcboot.message.ArgumentValues;
import io.rpcboot.message.Call;
import io.rpcboot.message.CallHandler;
import io.rpcboot.message.CallOptions;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.MessageFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests of which calls are repeated.
 */
class RetryInterceptorTests {

	private final RetryInterceptor interceptor = new RetryInterceptor(2, Duration.ofMillis(1));

	private final List<Call> attempts = new ArrayList<>();

	@ParameterizedTest
	@EnumSource(Executed.class)
	void whenConnectionIsLostThenWhatWasExecutedDecides(Executed executed) {
		RpcConnectionException lost = new RpcConnectionException("lost", executed, null);
		assertThat(attempts(lost, false)).isEqualTo((executed != Executed.NO) ? 1 : 3);
		assertThat(attempts(lost, true)).isEqualTo((executed != Executed.YES) ? 3 : 1);
	}

	@Test
	void whenOthersFailThenNothingIsRepeated() {
		assertThat(attempts(new RpcAuthenticationException("wrong key", null), true)).isEqualTo(1);
		assertThat(attempts(new RpcOverloadedException("busy", null), true)).isEqualTo(1);
		assertThat(attempts(new RpcEncodingException("argument", Executed.NO, null), true)).isEqualTo(1);
		assertThat(attempts(new RpcProtocolException("garbage", Executed.UNKNOWN, null), true)).isEqualTo(1);
		assertThat(attempts(new RpcRemoteException("raised", "ValueError", "", null), true)).isEqualTo(1);
	}

	@Test
	void whenARepetitionSucceedsThenItsResultIsTheCalls() throws Exception {
		assertThat(this.interceptor.intercept(call(Duration.ofSeconds(10), false), (call) -> {
			this.attempts.add(call);
			if (this.attempts.size() < 3) {
				throw new RpcTimeoutException("no connection", Executed.NO, null);
			}
			return "result";
		})).isEqualTo("result");
		assertThat(this.attempts).hasSize(3)
			.isSortedAccordingTo((first, second) -> second.options().timeout().compareTo(first.options().timeout()))
			.allSatisfy((attempt) -> assertThat(attempt.options().timeout()).isPositive()
				.isLessThanOrEqualTo(Duration.ofSeconds(10)))
			.extracting((attempt) -> attempt.options().timeoutSource())
			.containsExactly("rpc.client.orders.timeout", "the rest of rpc.client.orders.timeout",
					"the rest of rpc.client.orders.timeout");
	}

	@Test
	void whenTheTimeIsOverThenNothingIsRepeated() {
		RpcConnectionException lost = new RpcConnectionException("lost", Executed.NO, null);
		assertThatException()
			.isThrownBy(() -> this.interceptor.intercept(call(Duration.ofNanos(1), true), failing(lost)))
			.isSameAs(lost);
		assertThat(this.attempts).hasSize(1);
	}

	private int attempts(RpcException failure, boolean idempotent) {
		this.attempts.clear();
		assertThatException()
			.isThrownBy(() -> this.interceptor.intercept(call(Duration.ofSeconds(10), idempotent), failing(failure)))
			.isSameAs(failure);
		return this.attempts.size();
	}

	private CallHandler failing(RpcException failure) {
		return (call) -> {
			this.attempts.add(call);
			throw failure;
		};
	}

	private static Call call(Duration timeout, boolean idempotent) {
		JsonCodec codec = new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT);
		return new Call("price", new ArgumentValues(List.of(), Map.of()), MessageFormat.ARRAY, "orders", Map.of(),
				new CallOptions(codec.type(Object.class), timeout, "rpc.client.orders.timeout", idempotent, false));
	}

}
