"""Starting a shim as an interpreter of its own, which takes 15 ms. It needs nobody, so it always works."""

from __future__ import annotations

import subprocess
import sys

import everly
from everly.jobs.runs.launch import TOKEN, dump

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from collections.abc import Mapping

    from everly.jobs.runs.launch import Launch

_ROOT = everly.__path__[0].rpartition("/")[0]  # where the package is, wherever it was installed


def interpreter(module: str) -> list[str]:
    """The command that runs the `main` of a module: isolated, without site packages, so that it starts fast."""
    program = f"import sys; sys.path.append({_ROOT!r}); from {module} import main; sys.exit(main())"
    return [sys.executable, "-I", "-S", "-B", "-c", program]


def unmarked(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without the mark of the run that this process may belong to."""
    return {name: value for name, value in environment.items() if name != TOKEN}


def start(launch: Launch, environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
    """A new shim, in a session of its own; the environment is the shim's, and nothing of it reaches the command."""
    shim = subprocess.Popen(  # noqa: S603 - an argv of ours
        interpreter("everly.jobs.runs.shim"),
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        cwd="/",
        env=unmarked(environment),
        start_new_session=True,
    )
    assert shim.stdin is not None  # noqa: S101 - it is a pipe
    with shim.stdin as stdin:
        stdin.write(dump(launch))
    return shim
