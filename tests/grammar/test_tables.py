"""Tables made ahead: used when they fit, made anew when they do not."""

from __future__ import annotations

import json
from pathlib import Path
from unittest import mock

import lark
import pytest

from everly.grammar import tables
from everly.grammar.builder import TreeBuilder
from everly.grammar.parser import parse


def test_the_tables_are_those_of_the_grammar() -> None:
    """When this fails run `python -m everly.grammar.tables`; with another version of Lark they do not count."""
    made_from = json.loads(tables._HERE.joinpath(tables._TABLES).read_text("utf-8"))["made from"]
    assert made_from.split(", ")[1] == tables._mark(tables.load_grammar()).split(", ")[1]


@pytest.mark.parametrize("change", ["", "// a comment more\n"])
def test_tables_of_another_grammar_are_not_used(monkeypatch: pytest.MonkeyPatch, change: str) -> None:
    grammar = tables.load_grammar()
    monkeypatch.setattr(tables, "load_grammar", lambda: change + grammar)
    monkeypatch.setattr(lark, "__version__", lark.__version__ if change else "0")
    with mock.patch.object(lark.Lark, "__init__", return_value=None) as build:
        tables.load_parser()
    build.assert_called_once()
    assert build.call_args.args == (change + grammar,)


@pytest.mark.parametrize("content", [None, "", "{", "[]", "{}"])
def test_a_missing_or_broken_tables_file_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: str | None
) -> None:
    if content is not None:
        (tmp_path / tables._TABLES).write_text(content)
    grammar = tables.load_grammar()
    monkeypatch.setattr(tables, "load_grammar", lambda: grammar)
    monkeypatch.setattr(tables, "_HERE", tmp_path)
    with mock.patch.object(lark.Lark, "__init__", return_value=None) as build:
        tables.load_parser()
    build.assert_called_once()


def test_a_parser_made_anew_reads_the_same() -> None:
    text = "daily & mon-fri starting 2024-05-02"
    anew = lark.Lark(tables.load_grammar(), transformer=TreeBuilder(), **tables._OPTIONS)
    assert anew.parse(text) == parse(text)
