"""The root command, and the one place where whatever happens becomes an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import NoReturn

import click

from everly.jobs.cli.completions import VARIABLE
from everly.jobs.cli.console import Console, OutputError, Style, abandon, accept_any_text, finish, want_output
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.nouns import NounGroup
from everly.jobs.cli.options import HELP, color_option


def _show_version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        import everly

        ctx.ensure_object(Console).write(f"everly {everly.__version__}")
        ctx.exit()


@click.group(
    cls=NounGroup,
    modules={
        "attach": "everly.jobs.cli.attach:attach",
        "completion": "everly.jobs.cli.completion:completion",
        "delete": "everly.jobs.cli.job_verbs:delete",
        "doctor": "everly.jobs.cli.doctor:doctor",
        "diff": "everly.jobs.cli.diff:diff",
        "edit": "everly.jobs.cli.edit:edit",
        "explain": "everly.jobs.cli.explain:explain",
        "fmt": "everly.jobs.cli.fmt:fmt",
        "lint": "everly.jobs.cli.lint:lint",
        "lsp": "everly.jobs.cli.lsp:lsp",
        "pause": "everly.jobs.cli.job_verbs:pause",
        "restart": "everly.jobs.cli.job_verbs:restart",
        "resume": "everly.jobs.cli.job_verbs:resume",
        "run": "everly.jobs.cli.run:run",
        "service": "everly.jobs.cli.service:service",
        "show": "everly.jobs.cli.show:show",
        "start": "everly.jobs.cli.start:start",
        "stop": "everly.jobs.cli.job_verbs:stop",
    },
    context_settings=HELP,
    epilog="""\b
Examples:
  everly show schedule 'daily and mon-fri starting May 2, 2024'
  everly show schedule 'every 2 hours & mon-fri' --calendar
  everly diff 'daily and weekly' weekly
  everly explain '0 0 1,15 * mon'
  everly lint -e '0 9 * * mon-fri' --tz Europe/Berlin --format json
  everly fmt -e 'Every Monday at 9 AM'""",
)
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_show_version, help="Show the version."
)
@color_option
def app() -> None:
    """Schedules in plain words, answered exactly."""


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command line, that of this process if none is given, and exit with a code of `Exit`, whatever happens."""
    accept_any_text()
    console = Console()
    if VARIABLE in os.environ:
        from everly.jobs.cli.shells import teach_shells

        teach_shells()
    try:
        code = _run(arguments, console)
        if code == Exit.DONE:
            want_output()  # for click, which writes the help, passes over a closed output
        finish()
    except KeyboardInterrupt:
        code = Exit.INTERRUPTED
    except OutputError as error:
        abandon()
        code = _lost_output(error, console)
    sys.exit(code)


def _run(arguments: Sequence[str] | None, console: Console) -> int:
    try:
        code = app.main(arguments, "everly", standalone_mode=False, windows_expand_args=False, obj=console)
    except click.exceptions.NoArgsIsHelpError as error:
        console.tell(error.format_message())
        return Exit.USAGE
    except click.ClickException as error:
        console.tell(_usage_text(error, console))
        return Exit.USAGE
    except click.Abort:
        return Exit.INTERRUPTED
    except OutputError:
        raise
    except Exception as error:
        if isinstance(error, OSError) and error.filename is None:
            raise OutputError from error  # click's own writing: help
        from everly.scheduling.engine.effort import TooMuchWorkError

        if isinstance(error, TooMuchWorkError):
            console.tell(f"{console.paint_told('error:', Style.ERROR)} {error}")
            return Exit.SCHEDULE
        if os.environ.get("EVERLY_DEBUG"):
            raise
        from everly.jobs.cli.bugs import bug_text

        console.tell(bug_text(f"{type(error).__name__}: {error}", console))
        return Exit.INTERNAL
    return code if isinstance(code, int) else Exit.DONE


def _lost_output(error: OutputError, console: Console) -> Exit:
    cause = error.__cause__
    if isinstance(cause, BrokenPipeError):
        return Exit.BROKEN_PIPE
    with suppress(OutputError):  # the standard error may be what is lost
        console.tell(f"error: cannot write the output: {cause}")
        finish()
    return Exit.OUTPUT


def _usage_text(error: click.ClickException, console: Console) -> str:
    """The usage of the command at fault, then what is wrong, in everly's manner: lower case, no full stop."""
    lines = []
    context = getattr(error, "ctx", None)
    if isinstance(context, click.Context):
        lines = [context.get_usage(), f"Try '{context.command_path} --help' for help.", ""]
    message = _no_option(error) if isinstance(error, click.NoSuchOption) else _in_our_manner(error.format_message())
    lines.append(f"{console.paint_told('error:', Style.ERROR)} {message}")
    return "\n".join(lines)


def _no_option(error: click.NoSuchOption) -> str:
    """That there is no such option, and which it may be."""
    from everly.jobs.cli.meant_options import option_like

    known = {*(error.possibilities or ()), *(each for option in _options(error) for each in option.opts)}
    meant = option_like(error.option_name, sorted(known))
    hint = f"; did you mean '{meant}'?" if meant else ""
    return f"no such option '{error.option_name}'{hint}"


def _options(error: click.UsageError) -> list[click.Parameter]:
    params = [] if error.ctx is None else error.ctx.command.params
    return [each for each in params if isinstance(each, click.Option) and not each.hidden]


def _in_our_manner(message: str) -> str:
    starts_a_sentence = message[:1].isupper() and message[1:2].islower()
    return (message[0].lower() + message[1:] if starts_a_sentence else message).removesuffix(".")
