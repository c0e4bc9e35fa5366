"""Schedules in colour, in all that uses Pygments: the words of the grammar's terminals, each with a kind of token.

Needs Pygments, which the extra `everly[pygments]` installs; Pygments finds the lexer by the name `everly`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pygments.lexer import RegexLexer
from pygments.token import Comment, Error, Keyword, Literal, Name, Number, Operator, Punctuation, Whitespace, _TokenType

from everly.grammar.tables import load_tables
from everly.scheduling.zone_names import ZoneError, find_zone

_TERMINALS: dict[_TokenType, tuple[str, ...]] = {
    Operator.Word: ("AND", "OR", "NOT", "EXCEPT"),
    Operator: ("TO", "STAR", "SLASH", "HASH"),
    Punctuation: ("LPAR", "RPAR", "COMMA"),
    Keyword: ("EVERY", "OTHER", "THE", "OF", "AT", "ON", "IN", "BETWEEN", "STARTING", "UNTIL"),
    Keyword.Type: ("UNIT", "DAY"),
    Keyword.Constant: ("NOW", "RELATIVE_DAY", "LAST", "LAST_DAY", "CRON_LAST", "LAST_WORKDAY"),
    Name.Builtin: ("ADVERB", "MACRO"),
    Name.Constant: ("WEEKDAY", "WEEKDAY_GROUP", "WEEKDAY_LAST", "MONTH"),
    Name.Namespace: ("ZONE", "OFFSET"),
    Number.Integer: ("INT", "YEAR", "NEGATIVE", "ORDINAL", "ORDINAL_LAST", "NEAREST_WORKDAY"),
    Number.Float: ("DECIMAL",),
    Literal.Date: ("DATE", "DATE_TIME", "DATE_TEXT", "TIME"),
}

KINDS: dict[str, _TokenType] = {terminal: kind for kind, terminals in _TERMINALS.items() for terminal in terminals}
"""The kind of token for each terminal of the grammar."""

_COMMENT = r"(?:^|(?<=[ \t\r\n]))#[^\r\n]*"  # as in plain text files; `fri#2` holds none


def _zone(_lexer: RegexLexer, match: re.Match[str]) -> Iterator[tuple[int, _TokenType, str]]:
    """To the grammar any word may be a zone, so that slips are told of as what they are; here one must be known."""
    try:
        find_zone(match[0])
        kind = KINDS["ZONE"]
    except ZoneError:
        kind = Error
    yield match.start(), kind, match[0]


class ScheduleLexer(RegexLexer):
    """Files that hold a schedule on each line. Terminals are tried in the order in which the parser tries them."""

    name = "everly"
    aliases = ("everly", "schedule")
    filenames = ("schedules.txt", "*.schedule", "*.schedules")
    mimetypes = ()
    tokens = {  # noqa: RUF012  # as Pygments has it
        "root": [
            (r"[ \t\r\n]+", Whitespace),
            (_COMMENT, Comment.Single),
            *(
                (terminal.pattern, _zone if terminal.name == "ZONE" else KINDS[terminal.name])
                for terminal in load_tables().terminals
                if terminal.name in KINDS
            ),
        ]
    }
