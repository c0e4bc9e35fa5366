"""Command lines that hold another one: options of everly, then words that are not everly's."""

from __future__ import annotations

import click

from everly.jobs.cli.console import Console
from everly.jobs.cli.job_reading import tell_note
from everly.jobs.cli.options import Command

_WITH_VALUE = {"--name": "--name", "-s": "--schedule", "--schedule": "--schedule"}
_DAEMON = {"-d", "--daemon"}


class CommandOfWords(Command):
    """A command that ends with the words of another, whose options are its own: they are read up to its first word.

    As in Meerschaum, `-d`, `--name` and `-s` may also stand at the very end, unless `--` stands before the words. That
    they were taken is told.
    """

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The words that are left, once the options are read."""
        ctx.allow_interspersed_args = False
        ctx.meta[_PLAIN] = plain = _is_parted(self, ctx, args)
        words = _words(self, ctx, args)
        ends = _own(words, daemon=any("--daemon" in each.opts for each in self.params))
        if ends and not plain and not ctx.resilient_parsing:
            head = args[: len(args) - len(words)]
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
    try:
        found, _, _ = command.make_parser(ctx).parse_args(list(args))
    except click.UsageError:  # it is told when the options are read in earnest
        return []
    return list(found.get("words") or ())


def _is_parted(command: click.Command, ctx: click.Context, args: list[str]) -> bool:
    words = _words(command, ctx, args)
    before = len(args) - len(words) - 1
    return bool(words) and before >= 0 and args[before] == "--"


def _own(words: list[str], *, daemon: bool) -> list[str]:
    """The options of everly with which some words end, after a first word that is none."""
    place = len(words)
    while place > 1:
        if (daemon and words[place - 1] in _DAEMON) or (
            words[place - 1].partition("=")[0] in {"--name", "--schedule"} and "=" in words[place - 1]
        ):
            place -= 1
        elif place > 2 and words[place - 2] in _WITH_VALUE:
            place -= 2
        else:
            break
    return words[place:]
