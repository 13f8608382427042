"""The live view: the pool, the guests, what is going on."""

import sys

from lab.units import MIB

BAR = 40


def bar(usage, limit):
    """Usage as a bar with the limit marked in it."""
    filled, mark = int(min(usage, 1) * BAR), int(limit * BAR)
    return "".join("|" if i == mark else "█" if i < filled else "·" for i in range(BAR))


def size(value):
    return "-" if value is None else f"{value / MIB:.0f}"


def guest_line(report):
    pin = " pinned" if report.get("pin") else ""
    return (
        f"  {report['name']:<6}{report['state']:<10}{size(report.get('actual_bytes')):>7}"
        f"{size(report.get('target_bytes')):>8}{size(report.get('available_bytes')):>11}"
        f"{size(report.get('resident_bytes')):>10}   {report.get('last_action') or ''}{pin}"
    )


class Screen:
    """Redraws in place on a terminal; elsewhere one line a second."""

    def __init__(self, limit):
        self.limit = limit
        self.is_terminal = sys.stdout.isatty()
        if self.is_terminal:
            print("\033[2J", end="")

    def draw(self, seconds, phase, usage, status, guests):
        rung = status["rung"]
        if not self.is_terminal:
            actual = " ".join(size(guest.get("actual_bytes")) for guest in guests)
            print(f"{seconds:5.1f} s  usage {usage:6.1%}  {rung:<9} actual MiB {actual}  {phase}", flush=True)
            return
        lines = [
            f"balloond on eight guests, {seconds:.0f} s: {phase}",
            "",
            f"pool  {bar(usage, self.limit)} {usage:6.1%} of {status['pool']['total_bytes'] / MIB:.0f} MiB, "
            f"limit {self.limit:.0%}, {rung}",
            "",
            "  guest state      actual  target  available  resident   last action (MiB)",
            *map(guest_line, guests),
        ]
        print("\033[H" + "\n".join(line + "\033[K" for line in lines) + "\033[J", flush=True)
