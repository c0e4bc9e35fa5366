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
        """Every command under the one name that it is kept by."""
        return sorted({*super().list_commands(ctx), *self.modules})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of a singular or a plural, imported now; what the root has are verbs, which have no plural."""
        for name in (cmd_name, cmd_name.removesuffix("s"), f"{cmd_name}s")[: 1 if ctx.parent is None else 3]:
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
            from everly.jobs.cli.meant_commands import hint

            way = hint(args, self.list_commands(ctx), None if ctx.parent is None else ctx.command_path)
            raise click.UsageError(f"no such command '{args[0]}'{f'; {way}' if way else ''}", ctx) from error
