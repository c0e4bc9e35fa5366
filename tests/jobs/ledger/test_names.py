"""What is imported to read a ledger, and to write one."""

import subprocess
import sys

import pytest

import everly.jobs.ledger

NAMES = list(everly.jobs.ledger.__all__)


def loaded(statement: str) -> set[str]:
    """What a fresh interpreter holds after a statement, beyond what it began with."""
    script = f"import sys; before = set(sys.modules); {statement}; print(*(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_every_public_name_is_there() -> None:
    assert [getattr(everly.jobs.ledger, name).__name__ for name in NAMES] == NAMES
    with pytest.raises(AttributeError, match=r"module 'everly\.jobs\.ledger' has no attribute 'Leger'"):
        everly.jobs.ledger.Leger  # type: ignore[attr-defined]  # noqa: B018


def test_reading_imports_nothing_of_what_writes() -> None:
    names = loaded("from everly.jobs.ledger import LedgerReader")
    ours = {name.removeprefix("everly.jobs.ledger.") for name in names if name.startswith("everly.jobs.ledger.")}
    assert ours == {"columns", "errors", "reader", "rows", "schema", "states", "storage", "work"}
    assert not {"tempfile", "shutil", "random"} & names
    assert "everly.jobs.ledger.run_changes" in loaded("from everly.jobs.ledger import Ledger")
