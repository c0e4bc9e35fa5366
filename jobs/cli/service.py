"""`everly service`: the runner as a service of systemd."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import click

from everly.jobs.cli.console import Console
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.job_details import pair_lines
from everly.jobs.cli.job_reading import refused, tell_error, tell_note
from everly.jobs.cli.nouns import NounGroup
from everly.jobs.cli.options import HELP, Command, color_option, json_option

if TYPE_CHECKING:
    from everly.jobs.service.identity import Service
    from everly.jobs.service.state import State

_Command = TypeVar("_Command", bound=Callable[..., Any])


@click.group(
    cls=NounGroup,
    modules={
        "install": "everly.jobs.cli.service:install",
        "logs": "everly.jobs.cli.service_logs:logs",
        "status": "everly.jobs.cli.service:status",
        "uninstall": "everly.jobs.cli.service:uninstall",
    },
    context_settings=HELP,
    epilog="""\b
Examples:
  everly service install
  everly service status
  everly service logs -f
  everly service uninstall""",
)
@color_option
def service() -> None:
    """Have systemd start the runner with the machine, and again whenever it ends."""


def scope_options(command: _Command) -> _Command:
    """The options that say which service is meant."""
    for option in (
        click.option("--user", "user", metavar="USER", help="Of the machine: whose jobs (default: who called sudo)."),
        click.option("--system", "of_machine", is_flag=True, help="A service of the machine, not of the user."),
    ):
        command = option(command)
    return command


@contextmanager
def found_service(console: Console, *, of_machine: bool = False, user: str | None = None) -> Iterator[Service]:
    """The service that is meant. What is wrong with it is told, and ends the command.

    Raises:
        click.UsageError: A user is named, but no service of the machine is meant.
        click.exceptions.Exit: With the code of what is wrong.
    """
    from everly.jobs.errors import JobsError
    from everly.jobs.places import check_platform, places

    if user is not None and not of_machine:
        raise click.UsageError("--user goes with --system only")
    try:
        check_platform()
        from everly.jobs.service import identity  # not above: it knows users as Linux and macOS do

        yield identity.of_machine(user) if of_machine else identity.of_user(places())
    except JobsError as error:
        raise click.exceptions.Exit(refused(console, error)) from None
    except OSError as error:
        tell_error(console, f"'{error.filename}' cannot be written: {error.strerror}")
        raise click.exceptions.Exit(Exit.UNREADABLE) from None


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly service install
  sudo everly service install --system --user alice""",
)
@scope_options
@color_option
@click.pass_context
def install(ctx: click.Context, /, of_machine: bool, user: str | None) -> Exit:
    """Make the runner a service, which begins at once, and again by itself.

    It is begun when you log in, and with lingering (loginctl enable-linger) when the machine starts; with --system,
    which only root can use, always when the machine starts. A runner that ends is begun anew. A runner that is up gives
    way to it. Whatever becomes of the runner, running jobs go on. Done again, it mends what is not as it should be.
    """
    console = ctx.ensure_object(Console)
    with found_service(console, of_machine=of_machine, user=user) as meant:
        from everly.jobs.service import installing
        from everly.jobs.service.state import state_of

        done = installing.install(meant)
        state = state_of(meant)
    what = "installed and started" if done.was_begun else "installed anew" if done.was_renewed else "it is installed"
    console.write(f"{meant.unit}: {what}; the runner is process {state.pid}")
    _tell_when(console, state)
    return Exit.DONE


@click.command(cls=Command, context_settings=HELP, epilog="\b\nExamples:\n  everly service uninstall")
@scope_options
@color_option
@click.pass_context
def uninstall(ctx: click.Context, /, of_machine: bool, user: str | None) -> Exit:
    """Take the service away. The runner ends, and running jobs go on.

    Jobs, their schedules and their history stay. The next command that changes a job brings a runner up, as without a
    service.
    """
    console = ctx.ensure_object(Console)
    with found_service(console, of_machine=of_machine, user=user) as meant:
        from everly.jobs.service import installing

        was_there = installing.uninstall(meant)
    if was_there:
        console.write(f"{meant.unit}: taken away; its runner has ended, and what runs goes on")
        tell_note(console, "nothing that is due or scheduled begins until a runner is up: everly start runner")
    else:
        console.write(f"{meant.unit}: it is not installed")
    return Exit.DONE


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly service status
  everly service status --json""",
)
@scope_options
@json_option
@color_option
@click.pass_context
def status(ctx: click.Context, /, of_machine: bool, user: str | None, as_json: bool) -> Exit:
    """Show how the service is. It ends with 0 if its runner is up, and with 1 if it is not."""
    console = ctx.ensure_object(Console)
    with found_service(console, of_machine=of_machine, user=user) as meant:
        from everly.jobs.service.state import state_of

        state = state_of(meant)
    if as_json:
        from everly.jobs.cli.service_documents import state_document

        console.write(state_document(state))
    elif state.unreachable is None and not state.is_installed:
        console.write(f"{meant.unit}: it is not installed")
        tell_note(console, "'everly service install' installs it")
    else:
        console.write(f"{meant.unit}: {_state_text(state)}")
        console.write_block(list(pair_lines(_pairs(state), console.paint)))
        _tell_faults(console, state)
    return Exit.DONE if state.is_up else Exit.FAILED


def _state_text(state: State) -> str:
    if state.unreachable is not None:
        return f"systemd cannot be asked: {state.unreachable}"
    process = f", process {state.pid}" if state.pid else ""
    why = f": {state.result}" if state.result not in {"", "success"} else ""
    return f"{state.active} ({state.sub}){why}{process}"


def _pairs(state: State) -> list[tuple[str, str]]:
    pairs = [
        ("runner", state.status if state.active != "inactive" else ""),
        ("up since" if state.is_up else "was up since", state.since),
        ("begun anew", {0: "", 1: "once"}.get(state.restarts, f"{state.restarts} times")),
        ("begins", _begins(state)),
        ("unit", str(state.service.file)),
        ("jobs", str(state.service.places.root)),
        ("log", str(state.service.places.log)),
    ]
    return [(what, text) for what, text in pairs if text]


def _begins(state: State) -> str:
    """When it begins by itself."""
    if not state.is_enabled:
        return "" if state.unreachable else "only when it is told to"
    return "when the machine starts" if state.lingers in {None, True} else "when you log in, and ends when you log out"


def _tell_when(console: Console, state: State) -> None:
    """Say that it ends with the session, where that is so."""
    if state.lingers is False and state.is_installed:
        tell_note(
            console,
            "it begins when you log in, and when you log out it ends with all your jobs; to have it begin when the"
            f" machine starts, and go on: loginctl enable-linger {state.service.user}",
        )


def _tell_faults(console: Console, state: State) -> None:
    _tell_when(console, state)
    if state.unreachable is None and (not state.is_as_written or state.is_stale or not state.is_enabled):
        tell_note(console, "its unit is not as everly writes it, or not in use so; 'everly service install' mends it")
