"""From the words of a command line to the commands of a job."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping, Sequence

from everly.jobs.errors import Fault, JobsError

PLUS = "+"
SHELL = "/bin/sh"

SPENT = "let it end later, or never; 'everly show schedule --reverse' shows when it fired"
"""The way out of a schedule that has no fire time left."""

KEPT = ("HOME", "LANG", "LOGNAME", "PATH", "SHELL", "TZ", "USER")
"""What a job finds in its environment of that in which it was made, with what begins with LC_; all else is named."""

_OF_SHELLS = {".", "cd", "eval", "exit", "export", "for", "if", "set", "source", "ulimit", "umask", "unset", "while"}


class CommandError(JobsError, ValueError):
    """A command that cannot be run: its words are none, or something that they name is not there."""


class WordsError(CommandError):
    """Words that are no command, wherever they are run."""

    fault = Fault.WORDS


def steps_of(words: Sequence[str], *, shell: bool = False) -> tuple[tuple[str, ...], ...]:
    r"""The commands that words make: a word `+` stands between one and the next; `\+` is a literal plus, `\\+` is `\+`.

    For a shell, the words of each are one text to it.

    Raises:
        WordsError: A command is empty.
    """
    steps: list[list[str]] = [[]]
    for word in words:
        if word == PLUS:
            steps.append([])
        else:
            steps[-1].append(word[1:] if is_escaped(word) else word)
    for number, step in enumerate(steps):
        if not step or not step[0]:
            raise WordsError(*_empty(number, len(steps), bool(step)))
    return tuple((SHELL, "-c", " ".join(step)) if shell else tuple(step) for step in steps)


def is_escaped(word: str) -> bool:
    """Whether a word is a plus behind backslashes, one of which is not meant."""
    return word.endswith(PLUS) and len(word) > 1 and not word[:-1].strip("\\")


def as_typed(word: str) -> str:
    """The word of a command line that stands for a word of a command."""
    return f"\\{word}" if word == PLUS or is_escaped(word) else word


def _empty(number: int, steps: int, is_blank: bool) -> tuple[str, str]:
    """What is wrong with a command that is empty, and the way out."""
    if is_blank:
        way_out = "name it; a variable of the shell that is not set leaves nothing in its place"
        return "the name of a command is empty", way_out
    if steps == 1:
        return "there is no command", "name one"
    where = "after the last" if number == steps - 1 else "before"
    return f"no command stands {where} '+'", r"a literal plus is '\+'"


def environment_of(
    given: Iterable[str], environment: Mapping[str, str], *, kept: Collection[str] = KEPT
) -> tuple[tuple[str, str], ...]:
    """The environment of a job: what is `kept` of ours, and what is named, `NAME=VALUE`, or `NAME` for its value here.

    Raises:
        CommandError: A name is none, or has no value.
    """
    found = {name: value for name, value in environment.items() if name in kept or (kept and name.startswith("LC_"))}
    for each in given:
        name, has_value, value = each.partition("=")
        if not name or not name.isprintable() or " " in name:
            raise WordsError(f"'{each}' names no environment variable", "write NAME=VALUE, or NAME for its value here")
        if not has_value and name not in environment:
            raise CommandError(f"the environment variable '{name}' is not set here", f"write {name}=VALUE")
        found[name] = value if has_value else environment[name]
    return tuple(sorted(found.items()))


def folder(given: str | None) -> str:
    """The folder that a job runs in, absolute.

    Raises:
        CommandError: It is not there, or its name is empty, as a variable of a shell that is not set.
    """
    if given == "":
        raise WordsError("the name of a folder is empty", "name one; '.' is the one that you are in")
    try:
        found = os.path.abspath(given) if given is not None else os.getcwd()  # noqa: PTH100, PTH109
    except FileNotFoundError:
        raise CommandError("the folder that you are in is gone", "name another") from None
    if not os.path.isdir(found):  # noqa: PTH112
        raise CommandError(f"there is no folder '{found}'", "make it first, or name another")
    return found


def umask() -> int:
    """What this process does not let others do with the files it makes; a job does as whoever made it."""
    found = os.umask(0o077)
    os.umask(found)
    return found


def check_found(steps: Iterable[Sequence[str]], cwd: str, environment: Mapping[str, str]) -> None:
    """See that each command can be found where it will run, so that a slip shows before its job is made.

    Raises:
        CommandError: One is not there, or is no program.
    """
    import shutil

    for step in steps:
        name = step[0]
        path = os.path.join(cwd, name) if "/" in name else name  # noqa: PTH118 - an absolute name stays
        if shutil.which(path, path=environment.get("PATH", os.defpath)) is None:
            raise CommandError(f"there is no command '{name}' {_where(name, path)}", _way_out(name, path))


def _where(name: str, path: str) -> str:
    if "/" not in name:
        return "in the PATH"
    return "that may be executed" if os.path.exists(path) else "at this place"  # noqa: PTH110


def _way_out(name: str, path: str) -> str:
    if name in _OF_SHELLS or any(sign in name for sign in " |&;<>$`"):
        return "a text for a shell needs --shell"
    if "/" not in name:
        return "name it by its path, or make the job anyway with --no-check"
    if os.path.isfile(path):  # noqa: PTH113
        from shlex import quote

        return f"have it be executed: chmod +x {quote(path)}, or make the job anyway with --no-check"
    return "name a program, or make the job anyway with --no-check"
