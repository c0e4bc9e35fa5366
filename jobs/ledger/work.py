"""What a job does: the commands, where, in which environment and by which rules. Each change of it is a revision."""

from __future__ import annotations

import json
import re
from functools import lru_cache
from pathlib import PurePath

from everly.frozen import frozen
from everly.jobs.ledger.errors import UnnamableError

__all__ = ["Option", "Work", "check_name", "from_json", "to_json"]

Option = str | int | float | bool | None

_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}")


@frozen
class Work:
    """What a revision of a job does.

    Args:
        steps: The commands, each an argv; the next runs if the one before succeeded.
        cwd: The folder that they run in, absolute.
        env: Names and values that they find in their environment.
        options: The rules of the job by name; what they mean is the runner's.

    Raises:
        ValueError: There is no command, or something that no process can be given.
    """

    steps: tuple[tuple[str, ...], ...]
    cwd: str
    env: tuple[tuple[str, str], ...] = ()
    options: tuple[tuple[str, Option], ...] = ()

    def __post_init__(self) -> None:
        if not self.steps or not all(self.steps):
            raise ValueError("a job needs a command")
        if not PurePath(self.cwd).is_absolute():
            raise ValueError(f"'{self.cwd}' is no absolute path")
        for name, _ in self.env:
            if not name or "=" in name:
                raise ValueError(f"'{name}' is no name of an environment variable")
        words = (word for group in (*self.steps, *self.env, (self.cwd,)) for word in group)
        if any("\0" in word for word in words):
            raise ValueError("no command, folder or environment holds the character NUL")


def check_name(name: str) -> None:
    """See that a text can be the name of a job.

    Raises:
        UnnamableError: It cannot.
    """
    if _NAME.fullmatch(name) is None:
        raise UnnamableError(
            f"'{name}' is no name of a job",
            "take up to 63 lower-case letters, digits, dots, dashes and underscores, beginning with a letter or digit",
        )


def to_json(work: Work) -> str:
    """The text that a work is kept as: ASCII, so that arguments may hold bytes that are no UTF-8."""
    kept = {"steps": work.steps, "cwd": work.cwd, "env": work.env, "options": work.options}
    return json.dumps(kept, separators=(",", ":"))


@lru_cache(512)
def from_json(text: str) -> Work:
    """The work that a text of `to_json` keeps; of one that is read again and again, the same.

    Raises:
        ValueError: It keeps none.
    """
    try:
        kept = json.loads(text)
        pairs = ((tuple((str(name), value) for name, value in kept[key])) for key in ("env", "options"))
        return Work(tuple(tuple(step) for step in kept["steps"]), kept["cwd"], *pairs)
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"this is no work: {text[:80]}") from error
