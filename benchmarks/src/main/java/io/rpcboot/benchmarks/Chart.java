package io.rpcboot.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import io.rpcboot.benchmarks.Measurement.Way;

/**
 * How many times as many calls ours makes as each of the others, as bars. It is to be
 * read on a light page and on a dark one.
 */
final class Chart {

	private static final int ROW = 24;

	private static final int TOP = 34;

	private static final int LEFT = 480;

	private static final int WIDTH = 900;

	private static final int LONGEST = WIDTH - LEFT - 60;

	private static final String HEAD = """
			<svg xmlns="http://www.w3.org/2000/svg" width="%1$d" height="%2$d" viewBox="0 0 %1$d %2$d" role="img" \
			font-family="system-ui, sans-serif" font-size="13">
			<title>Calls per second: ours to the others</title>
			<style>
			text { fill: #1f2328 } .bar { fill: #2f7d4f } .one { stroke: #8b949e; stroke-dasharray: 3 3 }
			@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .bar { fill: #3fb06b } }
			</style>
			<text x="0" y="16" font-weight="600">Our calls per second, divided by those of the others</text>
			""";

	private static final String BAR = """
			<text x="%d" y="%d" text-anchor="end">%s</text>
			<rect class="bar" x="%d" y="%d" width="%.1f" height="16" rx="2"/>
			<text x="%.1f" y="%d">%.1f</text>
			""";

	private final List<Bar> bars = new ArrayList<>();

	/**
	 * Adds a bar for each of the others.
	 * @param measurement the measurement
	 * @param results its results
	 */
	void add(Measurement measurement, Results results) {
		String what = measurement.title().replace("`", "");
		for (Way way : measurement.ways()) {
			double ratio = results.median(measurement.ours(), Figure.CALLS)
					/ results.median(way.contestant(), Figure.CALLS);
			if (!way.contestant().equals(measurement.ours()) && Double.isFinite(ratio)) {
				this.bars.add(new Bar(what + ": " + way.contestant().name(), ratio));
			}
		}
	}

	String svg() {
		int height = TOP + this.bars.size() * ROW + 8;
		double scale = LONGEST / this.bars.stream().mapToDouble(Bar::ratio).max().orElse(1);
		StringBuilder svg = new StringBuilder(String.format(Locale.ROOT, HEAD, WIDTH, height));
		int y = TOP;
		for (Bar bar : this.bars) {
			double length = bar.ratio() * scale;
			svg.append(String.format(Locale.ROOT, BAR, LEFT - 8, y + 13, bar.label(), LEFT, y, length,
					LEFT + length + 6, y + 13, bar.ratio()));
			y += ROW;
		}
		svg.append(String.format(Locale.ROOT,
				"<line class=\"one\" x1=\"%1$.1f\" y1=\"%2$d\" x2=\"%1$.1f\" y2=\"%3$d\"/>\n", LEFT + scale, TOP - 4,
				height - 4));
		return svg.append("</svg>\n").toString();
	}

	private record Bar(String label, double ratio) {

	}

}
