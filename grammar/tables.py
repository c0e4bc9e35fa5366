"""The grammar, compiled: Lark's tables for schedule.lark, made ahead because making them takes a third of a second.

The tables lie beside the grammar in a file that is used only when it was made from this very grammar by this very
version of Lark; else they are made anew, in memory. Nothing is ever written but by `python -m everly.grammar.tables`,
which is to be run after a change of the grammar.
"""

from __future__ import annotations

import hashlib
import json
from importlib import resources
from typing import Any

import lark
from lark.grammar import Rule
from lark.lexer import TerminalDef

from everly.grammar.builder import TreeBuilder

_HERE = resources.files("everly.grammar")
_TABLES = "schedule.tables.json"
_OPTIONS: dict[str, Any] = {"parser": "lalr", "maybe_placeholders": False}


def load_grammar() -> str:
    """The grammar file as text."""
    return _HERE.joinpath("schedule.lark").read_text("utf-8")


def load_parser() -> lark.Lark:
    """A parser that builds the tree as it reads."""
    grammar = load_grammar()
    tables = _load_tables()
    if tables.get("made from") != _mark(grammar):
        return lark.Lark(grammar, transformer=TreeBuilder(), **_OPTIONS)
    # Lark's own entry for parsers made ahead; its public twin, Lark.load, takes pickles only.
    load: Any = lark.Lark._load_from_dict  # noqa: SLF001
    parser: lark.Lark = load(tables["data"], tables["memo"], transformer=TreeBuilder())
    return parser


def _load_tables() -> dict[str, Any]:
    """The tables file, or nothing where it is missing or broken."""
    try:
        tables = json.loads(_HERE.joinpath(_TABLES).read_text("utf-8"), object_pairs_hook=_with_numbers)
    except (OSError, ValueError):
        return {}
    return tables if isinstance(tables, dict) else {}


def compile_tables() -> str:
    """The text of the tables file for the grammar as it is."""
    grammar = load_grammar()
    data, memo = lark.Lark(grammar, **_OPTIONS).memo_serialize([TerminalDef, Rule])
    return json.dumps({"made from": _mark(grammar), "data": data, "memo": memo}, separators=(",", ":")) + "\n"


def _mark(grammar: str) -> str:
    digest = hashlib.sha256(grammar.encode()).hexdigest()
    return f"lark {lark.__version__}, grammar {digest}"


def _with_numbers(pairs: list[tuple[str, Any]]) -> dict[str | int, Any]:
    """Lark's tables have numbers for keys, which JSON has as text."""
    return {int(key) if key.isdigit() else key: value for key, value in pairs}


if __name__ == "__main__":
    with resources.as_file(_HERE.joinpath(_TABLES)) as path:
        path.write_text(compile_tables(), "utf-8")
