package io.rpcboot.client;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

import io.rpcboot.Executed;
import io.rpcboot.RpcConnectionException;
import io.rpcboot.message.CallCodec;
import io.rpcboot.message.JsonCodec;
import io.rpcboot.message.JsonSettings;
import io.rpcboot.message.MessageFormat;
import io.rpcboot.wire.Address;
import io.rpcboot.wire.DeadlineWatch;
import io.rpcboot.wire.TcpAddress;
import io.rpcboot.wire.TestTransport;
import io.rpcboot.wire.TrafficMonitor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of programs whose address is a name.
 */
@Timeout(60)
class NameResolutionTests {

	private static final String HERE = "127.0.0.1";

	private static final String THERE = "127.0.0.2";

	private final DeadlineWatch watch = new DeadlineWatch("test-deadlines");

	private ScriptedPeer here;

	private ScriptedPeer there;

	// nobody knows the name where there is none
	private volatile List<String> hosts = List.of();

	private ConnectionPool pool;

	@BeforeEach
	void start() throws IOException {
		this.here = new ScriptedPeer(ScriptedPeer.well());
		this.there = new ScriptedPeer(TestTransport.TCP, new TcpAddress(THERE, this.here.port()), ScriptedPeer.well());
		this.pool = pool(ClientSettings.Pool.DEFAULT);
	}

	private ConnectionPool pool(ClientSettings.Pool pool) {
		ClientSettings settings = new ClientSettings(Clients.NAME,
				List.of(new TcpAddress("worker.test", this.here.port())), ScriptedPeer.security(TestTransport.TCP),
				ClientSettings.Calls.DEFAULT, pool);
		Connector connector = new Connector(settings, this.watch, this::resolve,
				CallCodec.of(MessageFormat.ARRAY, new JsonCodec(JsonMapper.shared(), JsonSettings.DEFAULT)),
				TrafficMonitor.NONE, null);
		return new ConnectionPool(settings, connector::connect, Clients::startThread, ClientMonitor.NONE);
	}

	private List<SocketAddress> resolve(Address address) throws UnknownHostException {
		assertThat(address).hasToString("worker.test:" + this.here.port());
		if (this.hosts.isEmpty()) {
			throw new UnknownHostException("worker.test");
		}
		return this.hosts.stream().<SocketAddress>map((host) -> new InetSocketAddress(host, this.here.port())).toList();
	}

	@AfterEach
	void stop() throws IOException {
		this.pool.close();
		this.watch.close();
		this.here.close();
		this.there.close();
	}

	@Test
	void aNameThatMovesIsFollowedWhenTheProgramIsGone() throws Exception {
		this.hosts = List.of(HERE);
		useConnection();
		this.hosts = List.of(THERE);
		useConnection();
		assertThat(this.there.accepted()).isZero();
		this.here.close();
		useConnection();
		assertThat(this.there.accepted()).isOne();
	}

	@Test
	void aNameThatMovesIsFollowedWhenConnectionsAreOldEnough() {
		this.pool.close();
		this.pool = pool(
				new ClientSettings.Pool(1, 1, Duration.ofSeconds(5), Duration.ofMinutes(1), Duration.ofNanos(1)));
		this.hosts = List.of(HERE);
		useConnection();
		this.hosts = List.of(THERE);
		useConnection();
		assertThat(this.here.accepted()).isOne();
		assertThat(this.there.accepted()).isOne();
	}

	@Test
	void eachAddressOfANameIsTried() throws Exception {
		this.there.close();
		this.hosts = List.of(THERE, HERE);
		useConnection();
		assertThat(this.here.accepted()).isOne();
	}

	@Test
	void aNameThatIsNotKnownYetMayBeKnownLater() {
		assertThatExceptionOfType(RpcConnectionException.class)
			.isThrownBy(() -> this.pool.acquire(CallDeadline.after(Duration.ofMillis(300), "a test")))
			.withMessage("the host is not known; correct rpc.client.orders.address")
			.satisfies((ex) -> assertThat(ex.executed()).isEqualTo(Executed.NO));
		this.hosts = List.of(HERE);
		useConnection();
		assertThat(this.here.accepted()).isOne();
	}

	private void useConnection() {
		this.pool.release(this.pool.acquire(CallDeadline.after(Duration.ofSeconds(10), "a test")));
	}

}
