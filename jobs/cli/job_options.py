"""Options of a job, for the commands that make or change one."""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

import click
from click.core import ParameterSource

from everly.jobs.cli.completions import files, zone_names
from everly.jobs.cli.moments import zone_option
from everly.jobs.cli.options import Count, choice
from everly.jobs.cli.units import Duration
from everly.jobs.settings import EXECUTORS, CatchUp, OnLost, Overlap, Restart, Settings

_Command = TypeVar("_Command", bound=Callable[..., Any])

yes_option = click.option("-y", "--yes", is_flag=True, help="Do not ask.")


def _choice(kind: type[StrEnum]) -> click.Choice[str]:
    return choice(each.value for each in kind)


_SIZE_UNITS = {"": 1, "K": 1 << 10, "M": 1 << 20, "G": 1 << 30}


class Size(click.ParamType):  # type: ignore[type-arg]  # not generic in all versions
    """The type of an option that takes a number of bytes: `4096`, `10M`."""

    name = "size"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number of bytes."""
        if isinstance(value, int):
            return value
        text = value.strip().upper().removesuffix("B").removesuffix("I")
        number, unit = (text[:-1], text[-1:]) if text[-1:] in {"K", "M", "G"} else (text, "")
        if not number.isascii() or not number.isdecimal() or len(number) > 12:
            self.fail(f"'{value}' is no size; take a number of bytes, or one with K, M or G such as '10M'", param, ctx)
        return int(number) * _SIZE_UNITS[unit]


_OPTIONS = (
    click.option("--name", "name_", help="What the job is called (else two random words)."),
    click.option("-s", "--schedule", metavar="SCHEDULE", help="When it runs; without one it runs once, now."),
    click.option(
        "--tz",
        metavar="ZONE",
        callback=lambda ctx, option, value: None if value is None else zone_option(ctx, option, value),
        shell_complete=zone_names,
        help="The zone of a schedule that names none (default: UTC).",
    ),
    click.option("--cwd", metavar="DIR", type=click.Path(), shell_complete=files, help="The folder it runs in."),
    click.option("--env", "env", metavar="NAME[=VALUE]", multiple=True, help="A variable it finds; may be repeated."),
    click.option(
        "--env-file",
        "env_files",
        metavar="FILE",
        multiple=True,
        shell_complete=files,
        help="NAME=VALUE lines, read each time it starts and kept nowhere else.",
    ),
    click.option("-t", "--tty", is_flag=True, default=None, help="Give it a terminal."),
    click.option("--shell", is_flag=True, default=None, help="Let a shell (/bin/sh) read the command."),
    click.option("--timeout", type=Duration(0.001), metavar="TIME", help="Stop a command that takes longer."),
    click.option("--grace", type=Duration(), metavar="TIME", help="The time between TERM and KILL (default: 10 s)."),
    click.option("--retries", type=Count(0), metavar="N", help="Try a command that fails N times more."),
    click.option(
        "--backoff", type=Duration(), metavar="TIME", help="The wait before the first of these, doubled for each (1 s)."
    ),
    click.option("--restart", type=_choice(Restart), help="Begin anew when it has ended (without a schedule)."),
    click.option("--overlap", type=_choice(Overlap), help="At a fire time while it still runs (default: forbid)."),
    click.option("--catch-up", type=_choice(CatchUp), help="For fire times missed while nothing ran (default: once)."),
    click.option(
        "--jitter", type=Duration(), metavar="TIME", help="Begin up to so much later, always by the same part."
    ),
    click.option("--on-lost", type=_choice(OnLost), help="When nobody knows how a run ended (default: keep)."),
    click.option("--keep-runs", type=Count(1), metavar="N", help="The history it keeps (default: 1000 runs)."),
    click.option("--keep-logs", type=Count(1), metavar="N", help="Runs that keep their output (default: 50)."),
    click.option("--log-size", "log_bytes", type=Size(), metavar="SIZE", help="Of a file of a log (default: 10M)."),
    click.option("--log-files", type=Count(1), metavar="N", help="Files of a log (default: 5)."),
    click.option("--rm", is_flag=True, default=None, help="Delete the job when there is nothing left to run."),
    click.option("--no-check", is_flag=True, help="Make it even if its command is not there."),
    click.option(
        "-e",
        "--executor",
        type=choice(EXECUTORS),
        help="What runs it (default: $EVERLY_EXECUTOR, else local).",
    ),
    click.option("--memory-max", type=Size(), metavar="SIZE", help="Memory of all its processes (systemd only)."),
)


def job_options(command: _Command) -> _Command:
    """Add the options of a job; those that were not given are None, or empty."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def stated(ctx: click.Context, given: dict[str, Any]) -> tuple[str, ...]:
    """Those of the given options that stand on the command line, as they are called there, in the order of the help."""
    return tuple(
        option.opts[-1]
        for option in ctx.command.params
        if option.name in given and ctx.get_parameter_source(option.name) is ParameterSource.COMMANDLINE
    )


_RULES = (
    "timeout grace retries backoff restart overlap catch_up jitter on_lost keep_runs keep_logs log_bytes log_files"
    " tty shell rm executor memory_max"
)


def settings_from(given: dict[str, Any], base: Settings) -> Settings:
    """The rules that options state, and those of `base` where they state none.

    Raises:
        SettingsError: A rule is out of range.
    """
    from everly.frozen import replace

    kinds = {"overlap": Overlap, "catch_up": CatchUp, "restart": Restart, "on_lost": OnLost}
    stated = {name: given[name] for name in _RULES.split() if given.get(name) is not None}
    stated |= {name: kind(stated[name]) for name, kind in kinds.items() if name in stated}
    if given.get("env_files"):
        stated["env_files"] = tuple(os.path.abspath(each) for each in given["env_files"])  # noqa: PTH100
    return replace(base, **stated)
