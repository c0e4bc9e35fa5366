"""Console fences: commands after `$ `, each followed by all that it writes."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.spec.markdown import Fence, UnreadableError

ROOT = Path(__file__).parents[2]
PROMPT = "$ "
_OF_JOBS = {"attach", "delete", "edit", "pause", "restart", "resume", "run", "start", "stop"}


def transcript(fence: Fence, folder: Path) -> list[str]:
    """The commands of a fence and what they write, run one after the other in a folder.

    With the setting `in=PATH` that is a folder of the checkout.

    Raises:
        UnreadableError: A line stands before the first command, a command is not everly's, or a setting is unknown.
        AssertionError: A command ends with another exit code than its output suggests: 1 for an error, a finding or a
            difference, else 0.
    """
    if not fence.lines or not fence.lines[0].startswith(PROMPT):
        raise UnreadableError(fence.line + 1, f"a console fence that does not begin with '{PROMPT}'")
    for setting in fence.settings:
        key, _, path = setting.partition("=")
        if key != "in":
            raise UnreadableError(fence.line, f"an unknown setting '{setting}'")
        folder = ROOT / path
    lines: list[str] = []
    for line in fence.lines:
        if line.startswith(PROMPT):
            lines += [line, *_run(line.removeprefix(PROMPT), folder)]
    return lines


def _run(command: str, folder: Path) -> list[str]:
    program, *arguments = shlex.split(command)
    assert program == "everly", f"'{program}' is not run; show other commands in a fence of sh"
    run = subprocess.run(
        [sys.executable, "-m", "everly", *arguments],
        cwd=folder,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    wanted = 1 if _says_no(arguments[0], run.stdout) else 0
    assert run.returncode == wanted, f"'{command}' ended with exit code {run.returncode}:\n{run.stdout}"
    return run.stdout.removesuffix("\n").split("\n") if run.stdout else []


def _says_no(verb: str, output: str) -> bool:
    """Whether a command found an error, a difference, or what it was to look for."""
    if verb in _OF_JOBS:
        return re.search(r"^error: ", output, re.MULTILINE) is not None
    if verb == "diff" and not re.search(r"^Equal: ", output, re.MULTILINE):
        return True
    found = {"lint": r"|warning\[|\S+:[0-9]+: [EW][0-9]|[0-9]+  [EW][0-9]|---", "fmt": "|would format|---"}
    return re.search(rf"^(?:error\[{found.get(verb, '')})", output, re.MULTILINE) is not None


def _environment() -> dict[str, str]:
    """That of a user far from UTC, without colour, 100 cells wide."""
    settings = {"PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "TZ": "Pacific/Chatham", "COLUMNS": "100"}
    return {name: value for name, value in os.environ.items() if name != "FORCE_COLOR"} | settings
