package io.rpcboot.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.wire.Bytes;
import io.rpcboot.wire.Payload;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class ReplyWriterTests {

	private final List<byte[]> writes = Collections.synchronizedList(new ArrayList<>());

	private final CountDownLatch begun = new CountDownLatch(1);

	private final Semaphore mayEnd = new Semaphore(0);

	private final ReplyWriter writer = new ReplyWriter(this::write);

	private void write(Payload bytes) {
		this.begun.countDown();
		this.mayEnd.acquireUninterruptibly();
		if (bytes.length() == 0) {
			throw new RpcConnectionException("lost", Executed.UNKNOWN, null);
		}
		this.writes.add(bytes.toByteArray());
	}

	@Test
	void whatIsReadyWhileAnotherReplyIsSentLeavesTogether() throws Exception {
		CompletableFuture<Void> first = send("first");
		this.begun.await();
		byte[] reused = Bytes.of("second");
		this.writer.send(Payload.of(reused));
		java.util.Arrays.fill(reused, (byte) 'x');
		this.writer.send(new Payload(Bytes.of("(third)"), 1, 5));
		this.mayEnd.release(10);
		first.get(20, TimeUnit.SECONDS);
		assertThat(this.writes).containsExactly(Bytes.of("first"), Bytes.of("secondthird"));
		this.writer.send(Payload.of(Bytes.of("fourth")));
		assertThat(this.writes).last().isEqualTo(Bytes.of("fourth"));
	}

	@Test
	void aLargeReplyWaitsForItsTurnAndTakesNobodyAlong() throws Exception {
		CompletableFuture<Void> first = send("first");
		this.begun.await();
		byte[] large = Bytes.pattern(100_000);
		Thread waiting = new Thread(() -> this.writer.send(Payload.of(large)));
		waiting.start();
		await().until(() -> waiting.getState() == Thread.State.WAITING);
		this.writer.send(Payload.of(Bytes.of("second")));
		this.mayEnd.release(10);
		first.get(20, TimeUnit.SECONDS);
		waiting.join(20_000);
		assertThat(this.writes).containsExactly(Bytes.of("first"), Bytes.of("second"), large);
	}

	@Test
	void whatWaitsIsBounded() throws Exception {
		CompletableFuture<Void> first = send("first");
		this.begun.await();
		byte[] half = Bytes.pattern(40_000);
		this.writer.send(Payload.of(half));
		Thread waiting = new Thread(() -> this.writer.send(Payload.of(half)));
		waiting.start();
		await().until(() -> waiting.getState() == Thread.State.WAITING);
		this.mayEnd.release(10);
		first.get(20, TimeUnit.SECONDS);
		waiting.join(20_000);
		assertThat(this.writes).containsExactly(Bytes.of("first"), half, half);
	}

	@Test
	void aConnectionThatIsLostKeepsNobodyWaiting() throws Exception {
		CompletableFuture<Void> first = send("");
		this.begun.await();
		this.writer.send(Payload.of(Bytes.of("dropped")));
		CompletableFuture<Void> waiting = CompletableFuture
			.runAsync(() -> this.writer.send(Payload.of(Bytes.pattern(100_000))));
		this.mayEnd.release(10);
		assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
			.isThrownBy(() -> first.get(20, TimeUnit.SECONDS))
			.withCauseInstanceOf(RpcConnectionException.class);
		waiting.get(20, TimeUnit.SECONDS);
		assertThat(this.writes).containsExactly(Bytes.pattern(100_000));
	}

	private CompletableFuture<Void> send(String reply) {
		return CompletableFuture.runAsync(() -> this.writer.send(Payload.of(Bytes.of(reply))));
	}

}
