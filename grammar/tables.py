"""The grammar, compiled: what schedule.lark says, as the tables that the automaton reads by.

Making them needs Lark and takes a good part of a second, so they are made ahead and lie beside the grammar, in a file
that is used only when it is whole and was made from this very grammar in this very layout; else they are made anew, in
memory.
Nothing is ever written but by `python -m everly.grammar.tables`, which is to be run after a change of the grammar.
"""

from __future__ import annotations

import json
import os
from typing import Any
from zlib import crc32

from everly.grammar.automaton import Rule, Tables, Terminal

_GRAMMAR = "schedule.lark"
_TABLES = "schedule.tables.json"
_LAYOUT = 2  # to be raised when the classes of the tables change


def load_grammar() -> str:
    """The grammar file as text."""
    return _read(_GRAMMAR).decode()


def load_tables() -> Tables:
    """The tables of the grammar."""
    grammar = load_grammar()
    tables = _made_ahead(grammar)
    if tables is None:
        from everly.grammar.lark_tables import compile_grammar

        tables = compile_grammar(grammar)
    return tables


def write_tables(tables: Tables, grammar: str) -> str:
    """The text of the tables file; it holds the grammar too, which tells whether it still fits."""
    document = {"layout": _LAYOUT, "grammar": grammar, "tables": tables}
    text = json.dumps(document, separators=(",", ":")).replace("},{", "},\n{") + "\n"
    return f"{_checked(text[1:].encode()).decode()},{text[1:]}"


def _made_ahead(grammar: str) -> Tables | None:
    """What the tables file holds, unless it is missing, broken, or made from another grammar."""
    try:
        content = _read(_TABLES)
        checksum, _, rest = content.partition(b",")
        document = json.loads(content) if checksum == _checked(rest) else None
    except (OSError, ValueError):
        return None
    match document:
        case {"layout": layout, "grammar": source, "tables": parts} if (layout, source) == (_LAYOUT, grammar):
            return _tables(*parts)
        case _:
            return None


def _checked(rest: bytes) -> bytes:
    """How the file begins, given all that follows its first comma: damage must not pass for a table."""
    return b'{"checksum":%d' % crc32(rest)


def _tables(terminals: Any, ignored: Any, rules: Any, states: Any, end: Any) -> Tables:
    return Tables(
        tuple(Terminal(name, pattern, tuple(map(tuple, begins))) for name, pattern, begins in terminals),
        tuple(ignored),
        tuple(Rule(origin, size, method, listed, tuple(spliced)) for origin, size, method, listed, spliced in rules),
        tuple(states),
        end,
    )


def _read(name: str) -> bytes:
    """A file beside this one, wherever Python loads it from; what the library has for that takes long to import."""
    beside: Any = __spec__
    content: bytes = beside.loader.get_data(os.path.join(os.path.dirname(__file__), name))  # noqa: PTH118, PTH120
    return content


if __name__ == "__main__":
    from pathlib import Path

    from everly.grammar.lark_tables import compile_grammar

    text = load_grammar()
    Path(__file__).with_name(_TABLES).write_text(write_tables(compile_grammar(text), text), "utf-8")
