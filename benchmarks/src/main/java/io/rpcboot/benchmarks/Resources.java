package io.rpcboot.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import com.sun.management.ThreadMXBean;

/**
 * What processes take of the machine.
 */
final class Resources {

	private static final String RESIDENT = "VmRSS:";

	private Resources() {
	}

	/**
	 * Gives the resident memory of a process.
	 * @param process its id
	 * @return the megabytes
	 * @throws IOException if there is no such process, or no such file system
	 */
	static double residentMegabytes(int process) throws IOException {
		String line = Files.readAllLines(Path.of("/proc/" + process + "/status"))
			.stream()
			.filter((one) -> one.startsWith(RESIDENT))
			.findFirst()
			.orElseThrow();
		return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
	}

	/**
	 * Gives the processor time of a process.
	 * @param process its id
	 * @return the time, as user and in the system
	 */
	static Duration processorTime(int process) {
		return ProcessHandle.of(process).flatMap((handle) -> handle.info().totalCpuDuration()).orElseThrow();
	}

	/**
	 * Gives what the threads of this process have allocated, those that still run.
	 * @return the bytes
	 */
	static long allocatedBytes() {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long sum = 0;
		for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
			sum += Math.max(bytes, 0);
		}
		return sum;
	}

}
