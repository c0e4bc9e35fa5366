"""Strategies: files that hold a schedule, written in the ways of their formats."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable

import yaml
from hypothesis import assume
from hypothesis import strategies as st

SCHEDULES = st.text("da5* ,#:'\"\\/&|}[]@-+é😀\n\t\x07\x85\u2028", min_size=1, max_size=12)
"""What is hard to write: signs of formats, controls, and characters of several bytes."""

ONE_LINE = st.text("da5*, #:'\"\\/&é😀", min_size=1, max_size=12)

_SOME = st.one_of(st.just(0), st.integers(0, 1 << 12))

Writer = Callable[[st.DrawFn, str], str]


def _escaped(draw: st.DrawFn, schedule: str, escape: Callable[[str], str], needed: str) -> str:
    """A text of which some characters, and those that need it, are escaped."""
    chosen = draw(_SOME)
    return "".join(
        escape(sign) if sign in needed or sign < " " or chosen >> place & 1 else sign
        for place, sign in enumerate(schedule)
    )


def _utf16(sign: str) -> str:
    return json.dumps(sign, ensure_ascii=True)[1:-1] if sign > "~" else f"\\u{ord(sign):04x}"


def _code(sign: str) -> str:
    return f"\\u{ord(sign):04X}" if ord(sign) < 0x10000 else f"\\U{ord(sign):08x}"


def json_text(draw: st.DrawFn, schedule: str) -> str:
    return f'"{_escaped(draw, schedule, _utf16, chr(34) + chr(92))}"'


def toml_basic(draw: st.DrawFn, schedule: str) -> str:
    return f'"{_escaped(draw, schedule, _code, chr(34) + chr(92))}"'


def toml_lines(draw: st.DrawFn, schedule: str) -> str:
    """Three quotes, with breaks as they are, and lines that go on."""
    written = ""
    breaks, continued, chosen = draw(st.sampled_from(["\n", "\r\n", "\\n"])), draw(_SOME), draw(_SOME)
    for place, sign in enumerate(schedule):
        if sign == "\n":
            written += breaks
        else:
            written += _code(sign) if sign < "!" or sign in '"\\' or chosen >> place & 1 else sign
        if continued >> place & 1 and schedule[place + 1 : place + 2] != "\n":
            written += draw(st.sampled_from(["\\\n", "\\  \r\n\n  "]))
    openings = ['"""\n', '"""\r\n'] if written[0] in "\r\n" else ['"""', '"""\n']  # the first break does not count
    return draw(st.sampled_from(openings)) + written + '"""'


def toml_literal(draw: st.DrawFn, schedule: str) -> str:
    written = draw(st.sampled_from(["'{}'", "'''{}'''", "'''\n{}'''"])).format(schedule)
    try:
        assume(tomllib.loads(f"x = {written}") == {"x": schedule})
    except tomllib.TOMLDecodeError:
        assume(False)
    return written


def yaml_double(draw: st.DrawFn, schedule: str) -> str:
    return f'"{_escaped(draw, schedule, _code, chr(34) + chr(92) + chr(0x85) + chr(0x2028))}"'


def yaml_any(draw: st.DrawFn, schedule: str) -> str:
    """As the library writes it, folded where lines are long."""
    style = draw(st.sampled_from([None, "'", '"', "|", ">"]))
    written = yaml.dump({"k": schedule}, default_style=style, width=draw(st.integers(1, 20)), allow_unicode=True)
    value = written.split(":", 1)[1]
    assume("..." not in written and yaml.safe_load(written) == {"k": schedule})
    return value.strip(" \n") + "\n" if style not in {"|", ">"} else value.lstrip(" ")


def python_text(draw: st.DrawFn, schedule: str) -> str:
    quote = draw(st.sampled_from(["'", '"', "'''", '"""']))
    return quote + _escaped(draw, schedule, _code, quote[0] + "\\") + quote


def python_texts(draw: st.DrawFn, schedule: str) -> str:
    """Several literals one after another."""
    cut = draw(st.integers(0, len(schedule)))
    glue = draw(st.sampled_from(["", " ", "\\\n", "\n  ", " # why\n"]))
    first = python_text(draw, schedule[:cut])
    second = repr(schedule[cut:]) if draw(st.booleans()) else python_text(draw, schedule[cut:])
    assume(not (glue == "" and first[-1] == second[0]))
    return f"({first}{glue}{second})"
