"""Examples of the manual that are run: blocks of balloonctl(1) that are marked with a comment `.\\" run`."""

import re

from .paths import REPOSITORY

PAGE = REPOSITORY / "docs" / "man" / "balloonctl.1"
BLOCK = re.compile(r'^\.\\" run(?P<how>.*)\n\.EX\n(?P<lines>(?:.*\n)*?)\.EE$', re.MULTILINE)
ENDLESS = ", stopped after a second"
REFUSED = ", refused while none is quarantined"


def shown(text):
    """Roff as a reader sees it."""
    return re.sub(r"\\f.", "", text).replace("\\-", "-").replace("\\e", "\\")


def examples():
    """(command line, ENDLESS, REFUSED or nothing), in the page's order."""
    for block in BLOCK.finditer(PAGE.read_text()):
        for line in block["lines"].splitlines():
            yield shown(line), block["how"]


def tags():
    """The first lines of the page's sections about commands: `set guest size ...`."""
    commands = PAGE.read_text().partition(".SH COMMANDS")[2].partition(".SH OPTIONS")[0]
    for tag in re.findall(r"^\.TP\n(.*)$", commands, re.MULTILINE):
        yield " ".join(shown(re.sub(r"^\.[A-Z]+ ", "", tag)).replace('"', "").split())


def commands(tree, above=()):
    """All commands of `balloonctl --experimental-dump-help`, as tuples of words; groups count as their own default."""
    for command in tree.get("subcommands", []):
        if command["commandName"] == "help" or not command.get("shouldDisplay", True):
            continue
        words = (*above, command["commandName"])
        yield words
        yield from commands(command, words)
