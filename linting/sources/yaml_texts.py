"""The five ways in which YAML writes a text, and which of these are texts at all.

Section numbers are those of YAML 1.2.2; where the parser that we use, libyaml, follows 1.1, so do we.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import partial

from everly.grammar.span import Span
from everly.linting.embedded import as_written
from everly.linting.sources.letters import Letters, Manner, character, undone, well_formed

_BREAK = "(?:\r\n|[\r\n\x85\u2028\u2029])"
_BREAKS = re.compile(_BREAK)
# Only where blanks begin: to try each blank of a long run of them would take time by its square.
_FOLD = rf"(?<![ \t])[ \t]*{_BREAK}(?:[ \t]*{_BREAK})*[ \t]*"
_IN_PLAIN = re.compile(_FOLD)
_IN_SINGLE = re.compile(f"''|{_FOLD}")
_IN_DOUBLE = re.compile(
    rf"\\{_BREAK}(?:[ \t]*{_BREAK})*[ \t]*|\\(?:x[0-9a-fA-F]{{2}}|u[0-9a-fA-F]{{4}}|U[0-9a-fA-F]{{8}}|.)|{_FOLD}",
    re.DOTALL,
)
# Section 5.7.
_MEANINGS = dict(zip('0abt\tnvfre "/\\N_LP', '\0\a\b\t\t\n\v\f\r\x1b "/\\\x85\xa0\u2028\u2029', strict=True))
_UNWRITABLE = re.compile("[^\t\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_HEADER = re.compile(rf"[|>](?P<signs>[-+0-9]*)[ \t]*(?:#[^\r\n\x85\u2028\u2029]*)?(?:{_BREAK}|\Z)")
_LINE = re.compile(rf"(?P<indent> *)(?P<line>[^\r\n\x85\u2028\u2029]*)(?P<break>{_BREAK}|\Z)")
# What is a number, a truth or nothing in YAML 1.1 or 1.2; but not `10:30` and `2024-05-01`, which people mean as texts.
_OTHER = re.compile(
    r"|~|null|true|false|yes|no|on|off|[-+]?(?:0b[01_]+|0x[0-9a-f_]+|0o?[0-7_]+"
    r"|[0-9][0-9_]*(?:\.[0-9_]*)?(?:e[-+]?[0-9]+)?|\.[0-9][0-9_]*(?:e[-+]?[0-9]+)?|\.inf)|\.nan",
    re.ASCII | re.IGNORECASE,
)

BLOCKS = frozenset({"|", ">"})
"""The styles of block scalars."""

Reader = Callable[[str], str | None]
"""What the parser makes of a document that ought to be a mapping of one key to one text, or to a list of one."""


def is_text(plain: str) -> bool:
    """Whether a scalar without quotes is a text."""
    return _OTHER.fullmatch(plain) is None


def manner(style: str, value: str, *, in_flow: bool, read: Reader) -> Manner:
    """How a scalar of some value is written, by its style: `'`, `"`, `|`, `>`, or none of them for a plain one."""
    before, after = ("k: [", "\n]\n") if in_flow else ("k: ", "\n")

    def reread(raw: str) -> str | None:
        return read(f"{before}{raw}{after}")

    if style in BLOCKS:
        return Manner(partial(_block, value=value), reread, as_written)
    letters, encode = _STYLES.get(style, (_plain, as_written))
    return Manner(letters, reread, encode)


def _plain(raw: str) -> Letters:
    return undone(raw, Span(0, len(raw)), _IN_PLAIN, _meaning)


def _quoted(raw: str, special: re.Pattern[str]) -> Letters:
    return undone(raw, Span(1, max(1, len(raw) - 1)), special, _meaning)


def _meaning(match: re.Match[str]) -> str:
    """Section 6.5: the end of a line is a blank, and vanishes before blank lines, which are breaks."""
    written = match[0]
    if written == "''":
        return "'"
    if written[0] != "\\":
        first, *rest = _breaks(written)
        return "".join(rest or " ") if first == "\n" else "".join((first, *rest))
    if len(written) > 2 and written[1] in "xuU":
        return character(written[2:])
    return _MEANINGS[written[1]] if written[1] in _MEANINGS else "".join(_breaks(written)[1:])


def _breaks(written: str) -> list[str]:
    return [_break(each) for each in _BREAKS.findall(written)]


def _break(written: str) -> str:
    return written if written in {"", "\u2028", "\u2029"} else "\n"


def _block(raw: str, value: str) -> Letters:
    """Sections 8.1.2 and 8.1.3; the breaks at its end are not part of it, for they end its last line.

    How far it is indented may be said in its header, from where only its parents tell; so the value has to.
    """
    header = _HEADER.match(raw)
    lines = list(_LINE.finditer(raw, header.end() if header else 0))
    least = min((len(line["indent"]) for line in lines if line["line"]), default=0)
    tried = (_block_indented(lines, indent, is_folded=raw[0] == ">") for indent in range(least, -1, -1))
    return next((letters for letters in tried if letters.text == value), Letters("", (len(raw),)))


def _block_indented(lines: list[re.Match[str]], indent: int, *, is_folded: bool) -> Letters:
    contents = [line for line in lines if line["line"] or len(line["indent"]) > indent > 0]
    text: list[str] = []
    places: list[int] = []
    for line, gap in _with_gaps(lines, contents, indent, is_folded=is_folded):
        text += (sign for sign, _ in gap)
        places += (place for _, place in gap)
        begin = line.start() + indent
        text.append(line.string[begin : line.end("line")])
        places += range(begin, line.end("line"))
    end = contents[-1].end("line") if contents else lines[0].start()
    return Letters("".join(text), (*places, end))


def _with_gaps(
    lines: list[re.Match[str]], contents: list[re.Match[str]], indent: int, *, is_folded: bool
) -> Iterator[tuple[re.Match[str], list[tuple[str, int]]]]:
    """Each line that holds something, and what the breaks before it mean, with their places."""
    before: re.Match[str] | None = None
    blank: list[tuple[str, int]] = []
    kept = {line.start() for line in contents}
    for line in lines:
        if line.start() not in kept:
            blank.append((_break(line["break"]), line.start("break")))
            continue
        gap = blank
        if before is not None:
            end = (_break(before["break"]), before.start("break"))
            is_set_apart = _is_indented(before, indent) or _is_indented(line, indent)
            if not is_folded or end[0] != "\n" or is_set_apart:
                gap = [end, *blank]
            elif not blank:
                gap = [(" ", end[1])]
        yield line, gap
        before, blank = line, []


def _is_indented(line: re.Match[str], indent: int) -> bool:
    return len(line["indent"]) > indent or line["line"].startswith("\t")


def _encode_single(text: str) -> str | None:
    written = as_written(text)
    return None if written is None else written.replace("'", "''")


def _encode_double(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return _UNWRITABLE.sub(lambda match: _escaped(ord(match[0])), escaped)


def _escaped(code: int) -> str:
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


_STYLES: dict[str, tuple[Callable[[str], Letters], Callable[[str], str | None]]] = {
    "'": (partial(_quoted, special=_IN_SINGLE), _encode_single),
    '"': (partial(_quoted, special=_IN_DOUBLE), _encode_double),
}


def agreed(style: str, value: str) -> str:
    """What the parser makes of a scalar as we take it: without the breaks at the end of a block."""
    return well_formed(value.rstrip("\n\u2028\u2029") if style in BLOCKS else value)
