"""What the callers have in common: one call after the other, for a time."""

import sys
import time

OPTIONS = dict(argument.split('=', 1) for argument in sys.argv[1:])


def number(name, otherwise=0):
    return int(OPTIONS.get(name, otherwise))


def warm_up(call, calls):
    """Calls for a time that does not count, and so many times, but for no more than three times as long for that."""
    seconds = number('warm-up', 5000) / 1000
    begin = time.perf_counter()
    elapsed = made = 0
    while elapsed < seconds or made < calls and elapsed < 3 * seconds:
        call()
        made += 1
        elapsed = time.perf_counter() - begin


def measure(call, calls=0):
    """Warms up, and calls for a time; gives the seconds that each call took."""
    warm_up(call, calls)
    before = time.perf_counter()
    end = before + number('millis', 5000) / 1000
    taken = []
    while before < end:
        call()
        after = time.perf_counter()
        taken.append(after - before)
        before = after
    return taken


def report(taken):
    taken.sort()
    print('RESULT calls/s=%.1f p50=%.2f p99=%.2f' % (
        len(taken) * 1000 / number('millis', 5000), taken[len(taken) // 2] * 1e6, taken[len(taken) * 99 // 100] * 1e6),
        flush=True)


def run(connect):
    """Measures one caller, or as many processes as there are to be callers, each with what connect() gives. Processes
    warm up for a time only: it has to be the same time for all of them."""
    callers = number('callers', 1)
    if callers == 1:
        report(measure(connect(), number('warm-calls')))
        return
    import multiprocessing
    with multiprocessing.get_context('fork').Pool(callers) as pool:
        report([seconds for taken in pool.map(_measure, [connect] * callers, chunksize=1) for seconds in taken])


def _measure(connect):
    return measure(connect())


def expect(actual, expected):
    if actual != expected:
        raise AssertionError('%r instead of %r' % (actual, expected))
