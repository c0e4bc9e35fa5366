"""Tables made ahead: used when they fit, made anew when they do not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock
from zlib import crc32

import pytest

from everly.grammar import lark_tables, tables
from everly.grammar.automaton import Automaton
from everly.grammar.builder import TreeBuilder
from everly.grammar.parser import parse

FOLDER = Path(tables.__file__).parent
DOCUMENT = json.loads((FOLDER / "schedule.tables.json").read_text("utf-8"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the grammar and its tables, in the place of everly's own."""
    parse("daily")  # which keeps the real ones
    for name in ("schedule.lark", "schedule.tables.json"):
        (tmp_path / name).write_bytes((FOLDER / name).read_bytes())
    monkeypatch.setattr(tables, "_read", lambda name: (tmp_path / name).read_bytes())
    return tmp_path


def made_anew() -> bool:
    """Whether loading the tables makes Lark compile the grammar."""
    with mock.patch.object(lark_tables, "compile_grammar") as compile_grammar:
        loaded = tables.load_tables()
    return loaded is compile_grammar.return_value


def changed(**parts: Any) -> Callable[[str], str]:
    return lambda _: with_checksum({**DOCUMENT, **parts})


def with_checksum(document: dict[str, object]) -> str:
    rest = json.dumps({key: value for key, value in document.items() if key != "checksum"})[1:]
    return f'{{"checksum":{crc32(rest.encode())},{rest}'


def test_the_tables_are_those_of_the_grammar() -> None:
    """When this fails run `python -m everly.grammar.tables`."""
    grammar = tables.load_grammar()
    anew = tables.write_tables(lark_tables.compile_grammar(grammar), grammar)
    assert anew == (FOLDER / "schedule.tables.json").read_text("utf-8")


def test_tables_that_fit_are_used(folder: Path) -> None:
    path = folder / "schedule.tables.json"
    assert not made_anew()
    path.write_text(with_checksum(DOCUMENT), "utf-8")
    assert not made_anew()


@pytest.mark.parametrize(
    "change",
    [
        lambda _: "",
        lambda text: text[: len(text) // 2],
        lambda _: "[]",
        lambda _: "{}",
        changed(layout=0),
        changed(grammar=DOCUMENT["grammar"] + "// a comment more\n"),
        changed(grammar=None),
        lambda text: text.replace('"layout":2', '"layout": 2'),
        lambda text: json.dumps({**json.loads(text), "tables": DOCUMENT["tables"][:3]}),
    ],
)
def test_tables_that_are_broken_or_of_another_grammar_or_layout_are_not_used(
    folder: Path, change: Callable[[str], str]
) -> None:
    path = folder / "schedule.tables.json"
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    written = path.read_bytes()
    assert made_anew()
    assert path.read_bytes() == written


def test_missing_tables_are_made_in_memory(folder: Path) -> None:
    made_ahead = tables.load_tables()
    (folder / "schedule.tables.json").unlink()
    assert tables.load_tables() == made_ahead
    assert [path.name for path in folder.iterdir()] == ["schedule.lark"]


def test_a_change_of_the_grammar_is_heeded_at_once(folder: Path) -> None:
    path = folder / "schedule.lark"
    path.write_text(path.read_text("utf-8").replace("EVERY.2: /every", "EVERY.2: /each"), "utf-8")
    assert Automaton(tables.load_tables(), TreeBuilder()).read("each 2 hours") == parse("every 2 hours")
