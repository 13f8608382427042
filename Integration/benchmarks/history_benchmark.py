"""History of 100 guests over 30 days: what it takes on disk, of each cycle, and to be read."""

import subprocess

from lab.paths import binary

SIZE_LIMIT = 200  # MB, of the database and its log at their largest
CYCLE_LIMIT = 10.0  # ms of the history's own thread for a cycle of 100 guests, median
QUERY_LIMIT = 2.0  # s


def run(table, world):
    """As many moves a guest as are kept, and every figure of it changing all the time: rows as large as they become."""
    line = [binary("historybench"), world.directory, "100", "30", "200", "1000"]
    output = subprocess.run(line, capture_output=True, text=True, timeout=300, check=True).stdout
    figures = {name: float(value) for name, value in (row.split() for row in output.splitlines())}
    table.figure("100 guests over 30 days on disk, at most", figures["largest_bytes"] / 1e6, " MB", SIZE_LIMIT)
    table.figure("a cycle of 100 guests, median", figures["keep_median_seconds"] * 1000, " ms", CYCLE_LIMIT)
    table.figure("a cycle of 100 guests, worst", figures["keep_worst_seconds"] * 1000, " ms")
    table.figure("query-history of a guest over 30 days", figures["query_history_seconds"], " s", QUERY_LIMIT)
    table.figure("query-period over 30 days", figures["query_period_seconds"], " s", QUERY_LIMIT)
    table.figure("query-moves of a guest", figures["query_moves_seconds"], " s", QUERY_LIMIT)
    if figures["dropped"] or figures["failures"]:
        table.failures.append(f"history dropped {figures['dropped']:.0f} and failed {figures['failures']:.0f} times")
