package io.rpcboot.interop;

import org.junit.jupiter.api.AutoClose;

/**
 * Clients beside each other, of which some come to a bad end.
 */
class SeveralClientsTests {

	private static final String CLIENT = "client.py";

	@AutoClose
	private final TestServer server = TestServer.start();

	@WithEveryPython
	void eachOfManyClientsGetsItsOwnReplies(Interpreter python) {
		Transcript.replay(python, CLIENT, this.server, """
				>>> crowd(8, 50)
				400
				""");
	}

	@WithEveryPython
	void anInterruptedClientNeverGetsTheReplyOfItsLastCallForThatOfAnother(Interpreter python)
			throws InterruptedException {
		String transcript = """
				>>> server = connect(address, authkey)
				>>> server.hold()
				KeyboardInterrupt
				>>> isinstance(raised(server.add, 2, 3), EnvironmentError)
				true
				>>> server = connect(address, authkey)
				>>> server.add(2, 3)
				5
				""";
		try (Transcript interrupted = Transcript.start(python, CLIENT, this.server, transcript)) {
			this.server.functions().awaitHeld();
			interrupted.interrupt();
			interrupted.verify();
		}
		this.server.functions().release();
	}

	@WithEveryPython
	void afterAClientWasKilledOthersAreServed(Interpreter python) throws InterruptedException {
		Transcript killed = Transcript.start(python, CLIENT, this.server, """
				>>> connect(address, authkey).hold()
				""");
		try {
			this.server.functions().awaitHeld();
		}
		finally {
			killed.close();
		}
		Transcript.replay(python, CLIENT, this.server, """
				>>> break_off(Client(address, authkey=authkey))
				null
				>>> connect(address, authkey).add(2, 3)
				5
				""");
	}

}
