"""Groups of commands: loaded when they are called for, and found by the singular and the plural of their names."""

from __future__ import annotations

from importlib import import_module

import click

from everly.jobs.cli.options import Command


class NounGroup(Command, click.Group):
    """A group whose commands stand in modules that are imported on use; `show schedules` is `show schedule`."""

    modules: dict[str, str]

    def __init__(self, *args: object, modules: dict[str, str], **attributes: object) -> None:
        super().__init__(*args, **attributes)  # type: ignore[arg-type]  # handed on as they came
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command under its singular."""
        return sorted({*super().list_commands(ctx), *self.modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a singular or a plural, imported now."""
        for name in (cmd_name, cmd_name.removesuffix("s")):
            if name in self.modules:
                module, _, attribute = self.modules[name].partition(":")
                command: click.Command = getattr(import_module(module), attribute)
                return command
        return super().get_command(ctx, cmd_name)
