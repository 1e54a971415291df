package io.rpcboot.server;

import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The threads of servers that have started since a moment. Those from before it, of
 * servers that are just coming to their end, are none of its business.
 */
final class ServerThreads {

	private final Set<Thread> before = running((thread) -> true);

	/**
	 * Counts the threads, without those that a container keeps for a while, which have
	 * numbers.
	 */
	int started() {
		return running((thread) -> !this.before.contains(thread)).size();
	}

	private static Set<Thread> running(Predicate<Thread> filter) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().matches("rpc-server-[a-z]+"))
			.filter(filter)
			.collect(Collectors.toSet());
	}

}
