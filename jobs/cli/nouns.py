"""Groups of commands: loaded when they are called for, and found by the singular and the plural of their names."""

from __future__ import annotations

from importlib import import_module

import click

from everly.jobs.cli.options import Command

_MOST_WORDS = 12


class NounGroup(Command, click.Group):
    """A group whose commands stand in modules that are imported on use; `show schedules` is `show schedule`."""

    modules: dict[str, str]

    def __init__(self, *args: object, modules: dict[str, str], **attributes: object) -> None:
        super().__init__(*args, **attributes)  # type: ignore[arg-type]  # handed on as they came
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command under the one name that it is kept by."""
        return sorted({*super().list_commands(ctx), *self.modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a singular or a plural, imported now."""
        for name in (cmd_name, cmd_name.removesuffix("s"), f"{cmd_name}s"):
            if name in self.modules:
                module, _, attribute = self.modules[name].partition(":")
                command: click.Command = getattr(import_module(module), attribute)
                return command
        return super().get_command(ctx, cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is meant. Where there is none, the error says which it may be.

        Raises:
            click.UsageError: There is no such command.
        """
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            if args[0].startswith("-"):
                raise
            at_root = ctx.parent is None
            hint = (_verb_for(args[0]) or _way_to_run(args)) if at_root else None
            hint = hint or _near(args[0], self.list_commands(ctx))
            raise click.UsageError(f"no such command '{args[0]}'{f'; {hint}' if hint else ''}", ctx) from error


def _verb_for(word: str) -> str | None:
    """What may be meant by a noun without its verb."""
    noun = word.removesuffix("s")
    return f"did you mean 'everly show {noun}s'?" if noun in {"job", "log", "rule", "schedule"} else None


def _near(word: str, names: list[str]) -> str | None:
    from difflib import get_close_matches

    near = get_close_matches(word, names, 1) or get_close_matches(word, [f"{name}s" for name in names], 1)
    return f"did you mean '{near[0]}'?" if near else None


def _way_to_run(words: list[str]) -> str | None:
    """How to run a command that is none of everly's, if there is one of this name."""
    import shlex
    import shutil

    if shutil.which(words[0]) is None:
        return None
    return f"to run it: everly run {shlex.join(words[:_MOST_WORDS])}{' ...' if len(words) > _MOST_WORDS else ''}"
