"""`everly completion`: what makes a shell complete the command line."""

from __future__ import annotations

import click

from everly.jobs.cli.completions import VARIABLE
from everly.jobs.cli.console import Console
from everly.jobs.cli.exits import Exit
from everly.jobs.cli.options import HELP, Command, choice, color_option

_NAME = "everly"


@click.command(
    cls=Command,
    context_settings=HELP,
    epilog="""\b
Examples:
  everly completion bash > ~/.local/share/bash-completion/completions/everly
  everly completion zsh > ~/.zfunc/_everly
  everly completion fish > ~/.config/fish/completions/everly.fish""",
)
@click.argument("shell", type=choice(["bash", "zsh", "fish"]), metavar="bash|zsh|fish")
@color_option
@click.pass_context
def completion(ctx: click.Context, /, shell: str) -> Exit:
    """Print the script that makes a shell complete commands, options, names of jobs, rules and zones.

    The script asks everly each time, so it need not be made anew after an update.
    """
    from click.shell_completion import get_completion_class

    from everly.jobs.cli.shells import teach_shells

    teach_shells()
    made = get_completion_class(shell)
    if made is None:
        raise click.UsageError(f"this version of click knows no completion for {shell}")
    script = made(ctx.find_root().command, {}, _NAME, VARIABLE).source()
    ctx.ensure_object(Console).write(script.removesuffix("\n"))
    return Exit.DONE
