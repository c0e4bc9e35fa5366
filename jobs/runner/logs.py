"""What the runner says: into its log, and until it is up also to whoever started it."""

from __future__ import annotations

import logging
import logging.handlers
import os
from contextlib import suppress
from pathlib import Path

_BYTES, _KEPT = 1 << 20, 2

log = logging.getLogger("everly.runner")


class _Log(logging.handlers.RotatingFileHandler):
    """The log, which also takes what else is written to the standard error, as a crash of the interpreter is."""

    def _open(self):  # type: ignore[no-untyped-def]  # as its base class has it
        opened = super()._open()
        os.dup2(opened.fileno(), 2)
        return opened


class Voice:
    """Says why the runner does not come up to who started it, and all else to the log."""

    def __init__(self, path: Path) -> None:
        self._starter = os.dup(2)
        handler = _Log(path, maxBytes=_BYTES, backupCount=_KEPT, encoding="utf-8", errors="backslashreplace")
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
        logging.getLogger().addHandler(handler)
        log.setLevel(logging.INFO)

    def refuse(self, text: str, help: str | None = None) -> None:
        """Tell why it does not come up; `help` is the way out."""
        whole = text if help is None else f"{text}\nhelp: {help}"
        log.error("%s", whole.replace("\n", "; "))
        say(whole, self._starter)

    def leave_starter(self) -> None:
        """It is up, and whoever started it listens no more."""
        os.close(self._starter)


def say(text: str, handle: int = 2) -> None:
    """Tell whoever started the runner something, if it is still there."""
    with suppress(OSError):
        os.write(handle, f"everly: {text}\n".encode(errors="backslashreplace"))
