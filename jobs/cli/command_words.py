"""Command lines that hold another one: options of everly, then words that are not everly's."""

from __future__ import annotations

from typing import Any

import click

from everly.jobs.cli.console import Console
from everly.jobs.cli.job_reading import tell_note
from everly.jobs.cli.options import Command

_WITH_VALUE = {"--name": "--name", "-s": "--schedule", "--schedule": "--schedule"}
_DAEMON = {"-d", "--daemon"}


class CommandOfWords(Command):
    """A command that ends with the words of another, whose options are its own: they are read up to its first word.

    As in Meerschaum, `-d`, `--name` and `-s` may also stand at the very end, unless a `--` stands before or among the
    words, or they were given before them already. That they were taken is told.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words that are left, once the options are read."""
        ctx.allow_interspersed_args = False
        ctx.meta[_PLAIN] = plain = _is_parted(self, ctx, args)
        words = _words(self, ctx, args)
        head = args[: len(args) - len(words)]
        ends = () if plain or "--" in words or ctx.resilient_parsing else _own(words, _given(self, ctx, head))
        if ends:
            args = [*head, *ends, *words[: len(words) - len(ends)]]
            ctx.meta[_TAKEN] = ends
        return super().parse_args(ctx, args)


_PLAIN, _TAKEN = "everly.plain", "everly.taken"


def is_parted(ctx: click.Context) -> bool:
    """Whether `--` stood before the words, so that they are a command and nothing else."""
    return bool(ctx.meta.get(_PLAIN))


def tell_taken(ctx: click.Context, words: tuple[str, ...], console: Console) -> None:
    """Say which options stood at the end, if there were any."""
    taken = ctx.meta.get(_TAKEN)
    if taken:
        import shlex

        first = words[0] if words else "the command"
        tell_note(
            console, f"{shlex.join(taken)} at the end is everly's own; write '--' before '{first}' to give it to that"
        )


def _words(command: click.Command, ctx: click.Context, args: list[str]) -> list[str]:
    """The words of the other command."""
    words = _read(command, ctx, args).get("words")
    return list(words) if isinstance(words, list | tuple) else []  # where there are none, click has a mark of its own


def _given(command: click.Command, ctx: click.Context, args: list[str]) -> set[str]:
    """The options that some arguments give, by their long names."""
    found = _read(command, ctx, args)
    return {each.opts[-1] for each in command.params if isinstance(each, click.Option) and each.name in found}


def _read(command: click.Command, ctx: click.Context, args: list[str]) -> dict[str, Any]:
    """The arguments by the names of parameters; none where they are wrong, which is told later."""
    try:
        found, _, _ = command.make_parser(ctx).parse_args(list(args))
    except click.UsageError:
        return {}
    return dict(found)


def _is_parted(command: click.Command, ctx: click.Context, args: list[str]) -> bool:
    words = _words(command, ctx, args)
    before = len(args) - len(words) - 1
    return bool(words) and before >= 0 and args[before] == "--"


def _own(words: list[str], given: set[str]) -> list[str]:
    """The options of everly with which some words end, after a first word that is none, but those that were given."""
    place, found = len(words), set(given)
    while place > 1:
        name, has_value, _ = words[place - 1].partition("=")
        if name in _DAEMON and not has_value:
            option, length = "--daemon", 1
        elif name in _WITH_VALUE and name.startswith("--") and has_value:
            option, length = name, 1
        elif place > 2 and words[place - 2] in _WITH_VALUE:
            option, length = _WITH_VALUE[words[place - 2]], 2
        else:
            break
        if option in found:
            break
        found.add(option)
        place -= length
    return words[place:]
