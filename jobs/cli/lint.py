"""`everly lint`: schedules checked where they are kept."""

from __future__ import annotations

from typing import Any

import click

from everly.jobs.cli.completions import files, rule_lists
from everly.jobs.cli.console import Console
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.input_options import input_options
from everly.jobs.cli.options import HELP, Command, choice
from everly.linting.formats import FORMATS


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly lint
  everly lint deploy/crontab .github --fix
  everly lint -e '*/7 * * * *' -e 'daily except dec 25' --format concise
  everly lint --format sarif --output-file everly.sarif
  everly lint --list-files
  kubectl get cronjobs -o yaml | everly lint - --stdin-filename cronjobs.yaml

The exit code is 0 when nothing was found, 1 for findings, 2 for a wrong use or configuration, 3 when there was nothing
to check, 4 when a file cannot be read or written, and 70 for a fault of everly's own.""",
)
@input_options
@click.option(
    "--format",
    "--output-format",
    "format_",
    type=choice(FORMATS),
    help="How to report (default: full).",
)
@click.option(
    "--list-files", is_flag=True, help="Name the files that would be checked, their formats and numbers of schedules."
)
@click.option("--statistics", is_flag=True, help="Report how often each rule was broken.")
@click.option("--output-file", metavar="FILE", shell_complete=files, help="Write the report to this file.")
@click.option(
    "--fail-on",
    type=choice(["error", "warning", "never"]),
    default="warning",
    help="The least finding that makes the exit code 1 (default: warning).",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    shell_complete=rule_lists,
    help="Report these rules only, and errors; 'all' is a rule.",
)
@click.option("--ignore", multiple=True, metavar="RULES", shell_complete=rule_lists, help="Do not report these rules.")
@click.option("--fix", is_flag=True, help="Make the fixes that are proved to keep the fire times.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff, make also fixes that may change them.")
@click.pass_context
def lint(ctx: click.Context, /, **given: Any) -> Exit:
    """Check the schedules in files.

    A PATH is a file or a folder, which is searched as git sees it; without one, that is the current folder. '-' reads
    the standard input. Each PATH that holds crontabs, workflows, manifests, job files, Python code or plain text with a
    schedule on each line is read by its own rules.

    RULES are names or codes with commas between them, such as 'uneven-step,W501'; 'all' stands for every rule,
    'default' for those that are reported where nothing is selected.
    """
    from everly.jobs.cli.checks import Given, check_of
    from everly.jobs.cli.output import Output

    names = ("format_", "statistics", "output_file", "fail_on", "fix", "unsafe_fixes")
    output = Output(**{name: given.pop(name) for name in names})
    list_files = given.pop("list_files")
    output.check(as_diff=given["as_diff"], list_files=list_files)
    if list_files:
        from everly.jobs.cli.file_list import run_list

        return run_list(check_of(Given(**given)), ctx.ensure_object(Console))
    from everly.jobs.cli.linting import run_lint

    return run_lint(check_of(Given(**given)), output, ctx.ensure_object(Console))
