"""A folder of jobs for the examples of a document, with a runner that comes up if one of them needs it."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from unittest.mock import patch

from everly.jobs.client import RunnerError, request, shut_down
from everly.jobs.ledger import LedgerReader, MissingError
from everly.jobs.places import VARIABLE, Places
from everly.jobs.runs.platform import environment, processes


@contextmanager
def home_for_examples() -> Iterator[None]:
    """Within the block, jobs are kept in a folder that is taken away afterwards, with all that runs in it."""
    with tempfile.TemporaryDirectory(prefix="everly-") as folder:
        places = Places(Path(folder) / "home")
        with patch.dict(os.environ, {VARIABLE: str(places.root)}):
            try:
                yield
            finally:
                _end(places)


def _end(places: Places) -> None:
    with suppress(MissingError, RunnerError):
        with LedgerReader(places.ledger) as reader:
            names = reader.names()
        if names:
            request(places, "delete", names=names)
        shut_down(places)
    mark = f"{VARIABLE}={places.root}".encode()
    for pid in processes():
        if pid != os.getpid() and mark in environment(pid).split(b"\0"):
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
