"""Run the command line, in this process and as one of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from pathlib import Path
from unittest.mock import patch

from everly.jobs.cli import main

ROOT = Path(__file__).parents[3]
NOW = "2024-05-01T12:31:52.123456"
SETTINGS = ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "EVERLY_DEBUG", "PYTHONUNBUFFERED")


@dataclass(frozen=True)
class Result:
    """What a command left behind."""

    code: int
    out: str
    err: str


def clean_environment(**settings: str) -> dict[str, str]:
    """The environment without what would change the output, and with these settings."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return {**kept, "PYTHONPATH": str(ROOT), "TZ": "Pacific/Chatham", **settings}


def run(
    *arguments: str, stdin: bytes = b"", encoding: str = "utf-8", settings: Mapping[str, str] | None = None
) -> Result:
    """Run a command line in this process; neither stream is a terminal."""
    out, err = BytesIO(), BytesIO()
    written = TextIOWrapper(out, encoding=encoding, newline="\n")
    told = TextIOWrapper(err, encoding=encoding, newline="\n")
    with (
        patch.dict(os.environ, clean_environment(**{"COLUMNS": "100", **(settings or {})}), clear=True),
        patch("sys.stdin", TextIOWrapper(BytesIO(stdin), encoding="utf-8")),
        redirect_stdout(written),
        redirect_stderr(told),
    ):
        try:
            main(arguments)
        except SystemExit as end:
            code = int(end.code or 0)
    return Result(code, out.getvalue().decode(encoding), err.getvalue().decode(encoding))


def show(
    *arguments: str, stdin: bytes = b"", encoding: str = "utf-8", settings: Mapping[str, str] | None = None
) -> Result:
    """`everly show schedule` on the first of May 2024, a Wednesday, at half past noon and a bit."""
    return run("show", "schedule", *arguments, "--now", NOW, stdin=stdin, encoding=encoding, settings=settings)


def spawn(
    *arguments: str | bytes, cwd: Path, stdin: bytes = b"", settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    """Run a command line as a process of its own, as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "everly", *arguments],
        cwd=cwd,
        env=clean_environment(**(settings or {})),
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
    )
