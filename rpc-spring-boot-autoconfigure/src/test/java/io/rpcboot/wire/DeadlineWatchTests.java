package io.rpcboot.wire;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.rpcboot.RpcTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@Timeout(60)
@ParameterizedClass
@EnumSource
class DeadlineWatchTests {

	private static final Duration SHORT = Duration.ofMillis(150);

	private static final Duration LONG = Duration.ofMinutes(10);

	private static final String READ_TIMEOUT = "receiving a frame took longer than 150 ms (test.read-timeout)";

	private final TestTransport transport;

	DeadlineWatchTests(TestTransport transport) {
		this.transport = transport;
	}

	@Test
	void aPeerThatStaysSilentInTheHandshakeIsGivenUp() throws Exception {
		try (Link link = new Link(this.transport)) {
			assertTimeout(
					() -> link.connection()
						.within("the handshake", SHORT, "test.handshake-timeout",
								() -> new Handshake(AuthKey.parse("k"), true).accept(link.connection())),
					"the handshake took longer than 150 ms (test.handshake-timeout)");
			link.peer().awaitEnd();
		}
	}

	@Test
	void slowBytesDoNotStretchTheHandshake() throws Exception {
		byte[] challenge = Bytes.frame(Bytes.concat(Bytes.of("#CHALLENGE#"), new byte[200]));
		try (Link link = new Link(this.transport); Trickle trickle = new Trickle(link.peer(), challenge)) {
			assertTimeout(
					() -> link.connection()
						.within("the handshake", SHORT, "test.handshake-timeout",
								() -> new Handshake(AuthKey.parse("k"), true).connect(link.connection())),
					"the handshake took longer than 150 ms (test.handshake-timeout)");
			trickle.awaitEnd();
		}
	}

	@Test
	void slowBytesDoNotStretchAFrame() throws Exception {
		for (int length : new int[] { 1000, 100_000 }) {
			try (Link link = new Link(this.transport, SHORT, LONG);
					Trickle trickle = new Trickle(link.peer(), Bytes.frame(new byte[length]))) {
				assertTimeout(() -> link.connection().receivePayload((int) link.connection().receiveLength()),
						READ_TIMEOUT);
				trickle.awaitEnd();
			}
		}
	}

	@Test
	void aHeaderThatIsNotCompletedIsGivenUp() throws Exception {
		try (Link link = new Link(this.transport, SHORT, LONG)) {
			link.peer().send(new byte[3]);
			assertTimeout(link.connection()::receiveLength, READ_TIMEOUT);
			link.peer().awaitEnd();
		}
	}

	@Test
	void aPayloadThatIsAnnouncedAndDoesNotComeIsGivenUp() throws Exception {
		for (int length : new int[] { 1000, 100_000 }) {
			try (Link link = new Link(this.transport, SHORT, LONG)) {
				link.peer().send(Bytes.header(length), new byte[10]);
				long announced = link.connection().receiveLength();
				assertTimeout(() -> link.connection().receivePayload((int) announced), READ_TIMEOUT);
				link.peer().awaitEnd();
			}
		}
	}

	@Test
	void aPayloadThatIsDroppedHasToComeInTime() throws Exception {
		try (Link link = new Link(this.transport, SHORT, LONG)) {
			link.peer().send(Bytes.header(100_000), new byte[10]);
			long announced = link.connection().receiveLength();
			assertTimeout(() -> link.connection().skipPayload(announced), READ_TIMEOUT);
			link.peer().awaitEnd();
		}
	}

	@Test
	void aPeerThatNeverReadsIsGivenUp() throws Exception {
		try (Link link = new Link(this.transport, LONG, SHORT)) {
			assertTimeout(() -> link.connection().send(Payload.of(new byte[64 * 1024 * 1024])),
					"sending a frame took longer than 150 ms (test.write-timeout)");
			link.peer().awaitEnd();
		}
	}

	@Test
	void aLimitThatPassesReleasesAThreadThatReceivesToo() throws Exception {
		try (Link link = new Link(this.transport, LONG, SHORT)) {
			CompletableFuture<Void> receiving = link.start(Connection::receiveLength);
			String late = "sending a frame took longer than 150 ms (test.write-timeout)";
			assertTimeout(() -> link.connection().send(Payload.of(new byte[64 * 1024 * 1024])), late);
			assertThat(Link.failureOf(receiving)).isInstanceOf(RpcTimeoutException.class).hasMessage(late);
			link.peer().awaitEnd();
		}
	}

	@Test
	void aPeerThatNeverReadsIsGivenUpWhileItsOwnFrameIsUnderWay() throws Exception {
		try (Link link = new Link(this.transport, LONG, SHORT)) {
			link.peer().send(new byte[2]);
			CompletableFuture<Void> receiving = link.start(Connection::receiveLength);
			await().until(link.connection()::receivedAnything);
			String message = "sending a frame took longer than 150 ms (test.write-timeout)";
			assertTimeout(() -> link.connection().send(Payload.of(new byte[64 * 1024 * 1024])), message);
			assertThat(Link.failureOf(receiving)).isInstanceOf(RpcTimeoutException.class).hasMessage(message);
		}
	}

	@Test
	void aFrameThatDoesNotComeIsGivenUpWhileFramesAreSent() throws Exception {
		try (Link link = new Link(this.transport, SHORT, LONG)) {
			link.peer().send(new byte[2]);
			CompletableFuture<Void> receiving = link.start(Connection::receiveLength);
			assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(() -> {
				while (true) {
					link.connection().send(Payload.of(Bytes.frame(Bytes.of("reply"))));
				}
			}).withMessage(READ_TIMEOUT);
			assertThat(Link.failureOf(receiving)).isInstanceOf(RpcTimeoutException.class).hasMessage(READ_TIMEOUT);
		}
	}

	@Test
	void whatIsScheduledIsDoneOnceUnlessItIsCancelled() throws Exception {
		Semaphore done = new Semaphore(0);
		AtomicInteger cancelled = new AtomicInteger();
		try (DeadlineWatch watch = new DeadlineWatch("test-deadlines-scheduled")) {
			for (int i = 0; i < 3; i++) {
				watch.schedule(Duration.ofMillis(1), cancelled::incrementAndGet).cancel();
				DeadlineWatch.Scheduled scheduled = watch.schedule(Duration.ofMillis(5), done::release);
				assertThat(done.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
				// the thread has nothing left to look at, and has to be woken for the
				// next
				scheduled.cancel();
			}
			DeadlineWatch.Scheduled last = watch.schedule(Duration.ofMillis(100), done::release);
			assertThat(done.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
			last.cancel();
			assertThat(done.availablePermits()).isZero();
			assertThat(cancelled).hasValue(0);
		}
	}

	@Test
	void waitingForAFrameHasNoLimit() throws Exception {
		try (Link waiting = new Link(this.transport, SHORT, SHORT); Link late = new Link(this.transport, SHORT, LONG)) {
			CompletableFuture<Void> receiving = waiting.start((connection) -> {
				assertThat(connection.receiveLength()).isZero();
				assertThat(connection.receiveLength()).isEqualTo(Connection.END);
			});
			// by the end of this the first one has waited at least as long
			late.peer().send(new byte[1]);
			assertTimeout(late.connection()::receiveLength, READ_TIMEOUT);
			assertThat(receiving).isNotDone();
			waiting.peer().sendFrame(new byte[0]);
			waiting.peer().finish();
			Link.await(receiving);
		}
	}

	@Test
	void aLimitThatPassedLeavesOtherConnectionsAlone() throws Exception {
		CountDownLatch first = new CountDownLatch(1);
		CountDownLatch other = new CountDownLatch(1);
		try (DeadlineWatch watch = new DeadlineWatch("test-deadlines-two")) {
			Deadline late = new Deadline(first::countDown);
			Deadline inTime = new Deadline(other::countDown);
			Deadline added = new Deadline(other::countDown);
			watch.add(late);
			watch.add(inTime);
			inTime.start(new Deadline.Limit("this", LONG, "p"));
			late.start(new Deadline.Limit("that", Duration.ofMillis(1), "p"));
			assertThat(first.await(20, TimeUnit.SECONDS)).isTrue();
			watch.remove(late);
			watch.remove(inTime);
			// the thread waits for work now, and has to be woken
			watch.add(added);
			inTime.end();
			assertThat(other.getCount()).isOne();
			added.start(new Deadline.Limit("that", Duration.ofMillis(1), "p"));
			assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
			watch.remove(added);
		}
	}

	@Test
	void aLimitTakesThePlaceOfALongerOne() throws Exception {
		CountDownLatch expired = new CountDownLatch(1);
		try (DeadlineWatch watch = new DeadlineWatch("test-deadlines-replaced")) {
			Deadline deadline = new Deadline(expired::countDown);
			watch.add(deadline);
			deadline.start(new Deadline.Limit("this", LONG, "p"));
			deadline.replace(new Deadline.Limit("that", Duration.ofMillis(1), "p"));
			assertThat(expired.await(20, TimeUnit.SECONDS)).isTrue();
			deadline.replace(new Deadline.Limit("more", LONG, "p"));
			assertThat(deadline.expired()).isTrue();
			assertThat(deadline.timeout(null)).hasMessage("that took longer than 1 ms (p)");
			watch.remove(deadline);
		}
	}

	@Test
	void whatWasRemovedDoesNotExpire() throws Exception {
		CountDownLatch closed = new CountDownLatch(1);
		CountDownLatch other = new CountDownLatch(1);
		try (DeadlineWatch watch = new DeadlineWatch("test-deadlines-removed")) {
			Deadline removed = new Deadline(closed::countDown);
			watch.add(removed);
			watch.remove(removed);
			removed.start(new Deadline.Limit("this", Duration.ofMillis(1), "p"));
			Deadline late = new Deadline(other::countDown);
			watch.add(late);
			late.start(new Deadline.Limit("that", Duration.ofMillis(100), "p"));
			assertThat(other.await(20, TimeUnit.SECONDS)).isTrue();
			assertThat(closed.getCount()).isOne();
			watch.remove(late);
		}
	}

	@Test
	void itsThreadIsADaemonAndEndsWhenItIsClosedAndNoConnectionIsLeft() {
		for (boolean busy : new boolean[] { false, true }) {
			String name = "test-deadlines-" + busy;
			DeadlineWatch watch = new DeadlineWatch(name);
			Deadline deadline = new Deadline(() -> {
			});
			if (busy) {
				watch.add(deadline);
			}
			assertThat(Thread.getAllStackTraces().keySet()).filteredOn((thread) -> thread.getName().equals(name))
				.singleElement()
				.matches(Thread::isDaemon);
			watch.close();
			watch.remove(deadline);
			await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
				.doesNotContain(name));
		}
	}

	private static void assertTimeout(org.assertj.core.api.ThrowableAssert.ThrowingCallable action, String message) {
		assertThatExceptionOfType(RpcTimeoutException.class).isThrownBy(action).withMessage(message);
	}

	/**
	 * Sends bytes one at a time, each long before the limit, all of them long after it.
	 */
	private static final class Trickle implements AutoCloseable {

		private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();

		private final RawPeer peer;

		private Trickle(RawPeer peer, byte[] bytes) {
			this.peer = peer;
			int[] position = { 0 };
			this.scheduler.scheduleAtFixedRate(() -> {
				try {
					peer.send(new byte[] { bytes[position[0]++] });
				}
				catch (java.io.IOException ex) {
					throw new IllegalStateException(ex);
				}
			}, 0, 20, TimeUnit.MILLISECONDS);
		}

		private void awaitEnd() throws Exception {
			this.peer.awaitEnd();
		}

		@Override
		public void close() {
			this.scheduler.shutdownNow();
		}

	}

}
