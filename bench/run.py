"""Measure mock_od beside others and write the figures into docs/performance.md.

``make bench`` runs it: ten minutes at the most, everything on 127.0.0.1. ``--quick`` takes a minute, proves that it
runs, and writes nothing. MOCK_OD_BENCH_PEERS names a folder to keep the other servers in from run to run.
MOCK_OD_BENCH_BEFORE names the ``mock-od`` script of another checkout, which is then measured beside this one.

It never fails: what was not reached, or could not be measured, is said in the table.
"""

from __future__ import annotations

import os
import platform
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from types import FrameType

import cases
import memory
from cases import Bench, Line, Rates
from load import WRK
from peers import others

PAGE = Path(__file__).parent.parent / "docs" / "performance.md"
BEGIN = "<!-- figures: make bench writes from here -->"
END = "<!-- figures: to here -->"
TOTAL = 600.0  # seconds; a case that comes late takes fewer rounds
CASES: tuple[tuple[Callable[[Bench], Iterator[Line]], float], ...] = (
    (cases.start, 60),
    (cases.fixtures, 20),  # before others fill this process with a million rows, which a server does not begin with
    (cases.reset, 40),
    (cases.lists, 60),
    (cases.copies, 40),
    (cases.suite, 40),
    (memory.steady, 50),
    (memory.mixed, 240),
    (cases.throughput, 220),
)


def main() -> None:
    """Measure, print, write."""
    end = time.monotonic() + TOTAL
    quick = "--quick" in sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # so that what was started is ended
    with tempfile.TemporaryDirectory(prefix="mock-od-bench-") as temporary:
        folder = Path(os.environ.get("MOCK_OD_BENCH_PEERS") or temporary).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        print("looking for moto and json-server ...", flush=True)
        found, missing = others(folder)
        bench = Bench(found, missing, quick=quick, until=0)
        lines = list(measure(bench, end))
    text = report(lines, bench.rates)
    print(f"\n{text}")
    if not quick:
        write(text)


def measure(bench: Bench, end: float) -> Iterator[Line]:
    """The lines of every case; of one that fails or takes too long, a line that says so.

    :param end: the moment, on the monotonic clock, when all should be done.
    """
    for case, limit in CASES:
        print(f"{case.__name__} ...", flush=True)
        seconds = max(5.0, min(limit, end - time.monotonic()))
        bench.until = time.monotonic() + seconds
        _ring_after(seconds + 30)
        try:
            for line in case(bench):
                print(f"  {line.what}: {line.measured}", flush=True)
                yield line
        except Exception as problem:  # noqa: BLE001  # one case that fails leaves the others
            yield Line(f"The case {case.__name__}", f"not measured: {type(problem).__name__}: {problem}"[:200])
        finally:
            _ring_after(0)


def _ring_after(seconds: float) -> None:
    """Have a TimeoutError then, where the platform can; 0 for none."""

    def ring(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError("it took too long")

    if hasattr(signal, "setitimer"):
        signal.signal(signal.SIGALRM, ring)
        signal.setitimer(signal.ITIMER_REAL, seconds)


def report(lines: Iterable[Line], rates: Sequence[Rates]) -> str:
    """The figures as Markdown."""
    client = "wrk" if WRK else "the client in bench/load.py"
    said = [f"Measured on {time.strftime('%Y-%m-%d')} with {platform.python_implementation()} "]
    said[0] += f"{platform.python_version()} on {os.cpu_count()} processors, load by {client}.\n"
    verdicts = {True: "yes", False: "**no**", None: ""}
    said += ["| what | measured | to reach | reached |", "|---|---|---|---|"]
    said += [f"| {line.what} | {line.measured} | {line.target} | {verdicts[line.reached]} |" for line in lines]
    if rates:
        names = list(rates[0].against)
        said += ["", f"| request | connections | mock-od | {' | '.join(names)} |"]
        said.append("|---|---|---|" + "---|" * len(names))
        for row in rates:
            cells = [f"{_pace(rate, p99)}: **{ratio:.2f}**" for rate, p99, ratio in row.against.values()]
            cells = [row.what, str(row.connections), _pace(row.rate, row.p99), *cells]
            said.append(f"| {' | '.join(cells)} |")
    return "\n".join(said) + "\n"


def _pace(rate: float, p99: float) -> str:
    return f"{rate:,.0f}/s, p99 {p99 * 1000:.1f} ms"


def write(text: str) -> None:
    """Put the figures between the markers of the page."""
    page = PAGE.read_text(encoding="utf-8")
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        print(f"{PAGE.name} has no markers, so it stays as it is", file=sys.stderr)
        return
    PAGE.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{after}", encoding="utf-8")
    print(f"written to {PAGE.relative_to(Path.cwd()) if PAGE.is_relative_to(Path.cwd()) else PAGE}")


if __name__ == "__main__":
    main()
