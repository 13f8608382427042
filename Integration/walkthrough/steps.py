"""The walk of a new user: what is typed, and what must then be on the screen. Shapes, not figures."""

import dataclasses

SIZE = r"\d+(\.\d+)? ?[KMGT](iB)?"
PERCENT = r"\d+\.\d %"
CLOCK = r"\d\d:\d\d(:\d\d)?"
NOT_DRY = r"\A(?!(.|\n)*dry run)"


@dataclasses.dataclass(frozen=True)
class Step:
    """Typed in a root shell of the machine; each of `wants` must match the screen within `within` seconds.

    `name` is its file in docs/screens; none for what nobody needs to see. `view`: a full screen stands there afterwards, not
    the prompt. `key`: `typed` is a key pressed in such a view, by tmux's name. `before` names a method of the walk that is
    called first, for what happens outside the shell. `looked_at`: seconds that a live view is watched before its screen counts.
    """

    typed: str
    wants: tuple
    name: str | None = None
    view: bool = False
    key: bool = False
    before: str | None = None
    within: float = 20
    looked_at: float = 0


STEPS = [
    Step("dpkg --install balloond.deb", (r"Setting up balloond",), name="install", within=60),
    # Outside: systemd would start the service now, and guests run on every host.
    Step(
        "balloonctl list",
        (r"NAME +STATE +ACTUAL", r"web1 +fresh", r"web2 +fresh", r"db1 +fresh"),
        name="list", before="guests_and_service",
    ),
    Step("balloonctl doctor", (r"^(WARNING|ADVICE) +[a-z-]+ ", r"daemon-dry-run", r"^host and 3 guests: "), name="doctor"),
    Step("balloonctl status", (r"dry run", rf"usage +\[[#|-]+\] {PERCENT}", r"guests +3 fresh"), name="status"),
    Step("balloonctl explain", (r"^(web2|db1) +reclaim to ", r"would have been cut", r"nothing was sent"), name="dry-run"),
    Step("sed -i '/^dry-run/d' /etc/balloond/config.toml; balloonctl reload", (r"^configuration reloaded$",), name="go-live"),
    Step("balloonctl status", (rf"usage +\[[#|-]+\] [1-7]\d\.\d %", r"reclaimed", NOT_DRY), name="live", before="under_the_line"),
    Step("balloonctl top --interval 250ms", (r"web1 ", r"web2 ", r"db1 ", r"\? help"), view=True, before="web1_needs_memory"),
    Step("?", (r"select a guest", r"any key: back"), name="top-keys", view=True, key=True),
    Step("q", (r"web1 ", r"\? help"), view=True, key=True),
    Step("Enter", (rf"resident +{SIZE}|{SIZE}", r"Esc|back"), name="top-guest", view=True, key=True),
    Step("q", (r"web1 ", r"web2 ", r"\? help"), name="top", view=True, key=True, looked_at=18),
    Step("q", (), key=True),
    Step(
        'balloonctl set web2 300M --for 2h --reason "its users moved to web1" --wait',
        (r"web2: pinned to 300 MiB for 2h", r"web2: reached 300 MiB in "),
        name="set", within=40,
    ),
    Step("balloonctl list", (r"web2 +fresh +300M +300M .* 300M ",), name="pinned"),
    Step(
        "balloonctl explain web2", (r"It is held at 300 MiB: the operator pinned it", r"last moves"),
        name="explain", before="pin_decided",
    ),
    Step("balloonctl explain --since 5m", (rf"db1 was cut {SIZE} at {CLOCK} because ", r"would have been cut"), name="explain-past"),
    Step("balloonctl unset web2", (r"web2",)),
    Step("balloonctl reserve 64M --for 30s --wait", (r"room of 64 MiB is held for \d",), name="reserve", within=30),
    Step("balloonctl reserve 4G; echo exit $?", (r"4 GiB cannot be held", r"^exit 1$"), name="reserve-no"),
    Step("balloonctl history --since 5m", (r"^TIME +USED +PEAK", rf"^{CLOCK} +{PERCENT} +{PERCENT}"), name="history"),
    Step("balloonctl plot --since 30s", (r"Usage of the pool", r"[\u2801-\u28ff]{3}", r"used .* line"), name="plot"),
    Step("balloonctl report --since 5m", (r"^Memory of host1", r"over its line", r"^GUEST +MEAN"), name="report"),
    Step("balloonctl report --since 5m -o report.html; head -n 1 report.html", (r"^written to report.html$", r"^<!DOCTYPE html>")),
    Step("dpkg --remove balloond", (r"Removing balloond",), name="remove", before="stop_service", within=60),
    Step("dpkg --purge balloond", (r"Purging configuration files for balloond",), name="purge", before="own_files_gone", within=60),
    Step("ls -d /etc/balloond /var/lib/balloond", (r"(No such file or directory\n.*){2}",)),
]
