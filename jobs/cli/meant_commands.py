"""Which command may be meant by words that are none: of other programs, a noun or a verb alone, or a slip."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Mapping, Sequence
from difflib import get_close_matches

_MOST_WORDS = 12

_ELSEWHERE = {
    "everly --help": "help",
    "everly --version": "version",
    "everly show jobs": "list ls ps status next upcoming",
    "everly show runs": "history",
    "everly show logs": "tail follow output",
    "everly show rules": "checks",
    "everly show schedule": "next upcoming preview",
    "everly start job": "add create new submit enqueue trigger",
    "everly stop job": "kill cancel abort terminate",
    "everly attach job": "wait",
    "everly pause job": "suspend freeze hold disable",
    "everly resume job": "continue unpause thaw enable",
    "everly delete job": "remove rm del",
    "everly edit job": "update change set rename",
    "everly lint": "check validate verify",
    "everly fmt": "format",
    "everly start runner": "daemon up",
    "everly stop runner": "down shutdown",
    "everly service install": "install",
    "everly service uninstall": "uninstall",
}
"""What cron's and systemd's tools, supervisor, pueue, Docker and package managers call what everly calls so."""

_OF_THE_SERVICE = {
    "everly start runner": "start",
    "everly stop runner": "stop",
    "everly service install": "enable",
    "everly service uninstall": "disable remove",
    "everly service logs": "log",
}
"""The same for what systemd's users ask of a service."""

_NOUNS = {"job", "log", "rule", "run", "schedule"}


def hint(words: Sequence[str], names: Sequence[str], group: str | None) -> str | None:
    """The way on for words whose first is none of a group's commands, which have these names.

    `group` is the words that the group is called by, None for that of all commands.
    """
    word = words[0]
    if group is not None:
        elsewhere = _OF_THE_SERVICE if group.endswith(" service") else _begun_with(group)
        if known := _commands(word, elsewhere):
            return f"did you mean {known}?"
        return _near(word, names) or (f"did you mean '{group} job {_said(words)}'?" if "job" in names else None)
    known = _everly(word)
    ways = [f"did you mean {known}?"] if known else []
    if shutil.which(word) is not None:
        ways.append(f"to run it: everly run {_said(words)}")
    return " ".join(ways) or _near(word, names)


def _everly(word: str) -> str:
    """The commands for a word of other programs, or for a noun without its verb; empty where there are none."""
    if (noun := word.removesuffix("s")) in _NOUNS:
        return f"'everly show {noun}s'"
    return _commands(word, _ELSEWHERE)


def _begun_with(group: str) -> Mapping[str, str]:
    """Of the commands for words of other programs those of a group, as `show` in `show history`."""
    return {command: said for command, said in _ELSEWHERE.items() if command.startswith(f"{group} ")}


def _commands(word: str, elsewhere: Mapping[str, str]) -> str:
    return " or ".join(f"'{command}'" for command, said in elsewhere.items() if word in said.split())


def _near(word: str, names: Sequence[str]) -> str | None:
    near = get_close_matches(word, names, 1) or get_close_matches(word, [f"{name}s" for name in names], 1)
    return f"did you mean '{near[0]}'?" if near else None


def _said(words: Sequence[str]) -> str:
    return f"{shlex.join(words[:_MOST_WORDS])}{' ...' if len(words) > _MOST_WORDS else ''}"
