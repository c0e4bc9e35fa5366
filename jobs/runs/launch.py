"""What a shim is asked to run."""

from __future__ import annotations

import json
from math import inf

from everly.frozen import field, frozen
from everly.jobs.runs.errors import RunError

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from typing import Any

LATEST = 60.0
"""Seconds after which a launch is too late to begin, so that what kept it from beginning need not stay for ever."""
TOKEN = "EVERLY_RUN"  # noqa: S105 - the variable that marks every process of a run


@frozen(kw_only=True)
class Launch:
    """One attempt: the directory that it makes, and the command in it.

    `argv` and `cwd` are taken as they are, no shell reads them; `env` is the whole environment, but
    for what `env_files` say when the command is executed (`env_file.py`): a later file goes before an earlier one, and
    all go before `env`. Only their paths are kept, never what they say. Times are in seconds.
    `grace` is what a stop waits between TERM and KILL, `timeout` how long the command may run. A log keeps the newest
    `log_files` files of `log_bytes` each. With `tty` the command has a terminal, else three pipes; without `stdin` its
    input is empty. After `until`, by the machine's steady clock, it does not begin any more.
    """

    directory: str
    argv: tuple[str, ...]
    cwd: str
    env: dict[str, str] = field(default_factory=dict)
    env_files: tuple[str, ...] = ()
    tty: bool = False
    stdin: bool = True
    umask: int = 0o022
    grace: float = 10.0
    timeout: float | None = None
    log_bytes: int = 10 * 1024 * 1024
    log_files: int = 5
    until: float | None = None

    def __post_init__(self) -> None:
        if not self.directory.startswith("/") or not self.cwd.startswith("/"):
            raise RunError(f"a run needs absolute paths, found '{self.directory}' and '{self.cwd}'")
        if not self.argv or not self.argv[0]:
            raise RunError("there is no command to run")
        texts = (self.directory, self.cwd, *self.argv, *self.env, *self.env.values(), *self.env_files)
        if any("\0" in text for text in texts):
            raise RunError("a command, its environment and its paths cannot hold the character NUL")
        if not all(path.startswith("/") for path in self.env_files):
            raise RunError(f"a file of variables needs an absolute path, found {', '.join(map(repr, self.env_files))}")
        if any("=" in name or not name for name in self.env):
            raise RunError("the name of an environment variable is not empty and holds no '='")
        self._check_numbers()

    def _check_numbers(self) -> None:
        if not 0 <= self.grace < inf or (self.timeout is not None and not 0 < self.timeout < inf):
            raise RunError("a grace is 0 seconds or more, a timeout more than 0, and neither is without end")
        if self.log_bytes < 1 or self.log_files < 1:
            raise RunError("a log keeps at least one file of at least one byte")
        if not 0 <= self.umask <= 0o777:
            raise RunError(f"a umask is 000 to 777, found '{self.umask:o}'")


def dump(launch: Launch) -> bytes:
    """A launch as JSON. Names that are no UTF-8 survive, as Python's lone surrogates."""
    return json.dumps({name: getattr(launch, name) for name in Launch.__annotations__}).encode()


def load(raw: bytes) -> Launch:
    """The launch that `dump` wrote; RunError if it is none."""
    try:
        fields: dict[str, Any] = json.loads(raw)
        lists: dict[str, Any] = {name: tuple(fields[name]) for name in ("argv", "env_files") if name in fields}
        return Launch(**{**fields, **lists})
    except (AttributeError, TypeError, ValueError) as error:
        raise RunError(f"this is no launch: {error}") from None
