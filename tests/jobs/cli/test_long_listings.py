"""Listings and documents that are written while they are found."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from everly.jobs.cli.console import Style
from everly.jobs.cli.documents import result_document
from everly.jobs.cli.listing import listing_lines
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.preview import Firing, Firings
from everly.scheduling.zone_names import find_zone
from tests.jobs.cli.runs import clean_environment

SECONDLY = compile_schedule("secondly", now=datetime(2024, 5, 1, tzinfo=UTC))
ZONES = (find_zone("UTC"), find_zone("Europe/Berlin"))
MANY = 100_000


class Counted(Firings):
    """Firings that count how many of them were asked for."""

    asked = 0

    def __iter__(self) -> Iterator[Firing]:
        for firing in Firings.__iter__(self):
            Counted.asked += 1
            yield firing


def plain(text: str, _style: Style) -> str:
    return text


def test_a_listing_begins_before_the_rest_of_it_is_found() -> None:
    Counted.asked = 0
    lines = listing_lines(Counted(SECONDLY, MANY), ZONES, 100, plain)
    assert [next(lines) for _ in range(4)][3].startswith("  2024-05-01 00:00:00+00:00  2024-05-01 02:00:00+02:00")
    assert Counted.asked < MANY / 100


def test_a_document_begins_before_the_rest_of_it_is_found() -> None:
    Counted.asked = 0
    lines = result_document(Counted(SECONDLY, MANY), ZONES)
    assert '"instant": 1714521600' in [next(lines) for _ in range(3)][2]
    assert Counted.asked < 10


@pytest.mark.parametrize(("text", "count"), [("secondly", 3), ("secondly until 2024-05-01 00:00", 3)])
def test_a_document_written_in_pieces_is_laid_out_like_one_written_whole(text: str, count: int) -> None:
    compiled = compile_schedule(text, now=datetime(2024, 5, 1, tzinfo=UTC))
    written = "\n".join(result_document(Firings(compiled, count), ZONES))
    assert written == json.dumps(json.loads(written), indent=2)


def test_a_document_without_timestamps_is_one_too() -> None:
    written = "\n".join(result_document(Firings(SECONDLY, 5, stop=0), ZONES))
    assert json.loads(written)["timestamps"] == []


@pytest.mark.parametrize("option", ["--reverse", "--json", "--utc"])
def test_a_reader_that_takes_only_the_beginning_ends_it_quietly(tmp_path: Path, option: str) -> None:
    command = [sys.executable, "-m", "everly", "show", "schedule", "secondly starting 2020-01-01", str(MANY), option]
    with subprocess.Popen(
        command, cwd=tmp_path, env=clean_environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert [process.stdout.readline() for _ in range(5)][4].startswith(b"  ")
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait(60) == 141
