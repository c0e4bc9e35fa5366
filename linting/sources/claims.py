"""How formats know their files: by the path and, where that does not tell, by how the text begins."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import PurePath

from everly.linting.sources.suffixes import has_suffix

STDIN = "-"
"""The path that stands for the standard input."""

_SHEBANG = re.compile(r"#![^\n]*\bpython[0-9.]*\b")
_SPOOL = ("var", "spool", "cron")
_CRONTABS = (".cron", ".crontab")
_NAME_OF_SYSTEM = re.compile(r"[A-Za-z0-9_-]+")  # Debian's cron takes no other files of cron.d

Claims = Callable[[str, str], bool]
"""Whether a file is of a format, by its path and its text."""


def by_suffix(*suffixes: str) -> Claims:
    """Files whose names end so."""
    return lambda path, _text: has_suffix(path, *suffixes)


def is_workflow(path: str, _text: str) -> bool:
    """YAML where GitHub looks for workflows."""
    return has_suffix(path, ".yaml", ".yml") and PurePath(path).parts[-3:-1] == (".github", "workflows")


def is_python(path: str, text: str) -> bool:
    """Python by its name, or a script without a suffix that names it."""
    return has_suffix(path, ".py", ".pyi") or (has_suffix(path, "") and _SHEBANG.match(text) is not None)


def is_timer(path: str, _text: str) -> bool:
    """A timer of systemd, or what is dropped in for one."""
    pure = PurePath(path)
    return pure.suffix == ".timer" or (pure.suffix == ".conf" and pure.parent.name.endswith(".timer.d"))


def is_plain(path: str, _text: str) -> bool:
    """A file with a schedule on each line, or the standard input, of which nothing else is known."""
    return path == STDIN or PurePath(path).name == "schedules.txt" or has_suffix(path, ".schedule", ".schedules")


def is_system_crontab(path: str, text: str) -> bool:
    """Scripts that cron is to run have such names, too, and are none."""
    pure = PurePath(path)
    is_taken = _NAME_OF_SYSTEM.fullmatch(pure.name) or has_suffix(path, *_CRONTABS)
    is_named = pure.parts[-2:] == ("etc", "crontab") or (pure.parent.name == "cron.d" and bool(is_taken))
    return is_named and not text.startswith("#!")


def is_user_crontab(path: str, text: str) -> bool:
    """The same of a user's."""
    pure = PurePath(path)
    folders = pure.parts[:-1]
    is_in_spool = any(folders[at : at + 3] == _SPOOL for at in range(len(folders)))
    is_named = pure.name == "crontab" or has_suffix(path, *_CRONTABS) or is_in_spool
    return is_named and not text.startswith("#!")
