"""YAML, read as a stream of events: no alias is ever written out in full, and no depth exhausts the stack."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.reading import Comment, Reading, UnreadableError
from everly.linting.settings import Settings
from everly.linting.sources.foreign import template_or
from everly.linting.sources.keyed import Found, keyed, reading, workflow
from everly.linting.sources.leaves import Leaf, key_of, mentions
from everly.linting.sources.letters import well_formed
from everly.linting.sources.yaml_leaves import LeafReader
from everly.linting.sources.yaml_texts import agreed, is_text

if TYPE_CHECKING:
    from yaml.error import YAMLError
    from yaml.events import Event, ScalarEvent

_MARK = re.compile("(?:^|(?<=[ \t\r\n\x85\u2028\u2029\ufeff]))#", re.MULTILINE)
_LINE_END = re.compile("[\r\n\x85\u2028\u2029]|\\Z")


def read(document: Document, settings: Settings) -> Reading:
    """Any YAML.

    Raises:
        UnreadableError: It is none.
    """
    return _read(document, (*settings.keys, "CronJob"), lambda leaves: keyed(leaves, settings))


def read_workflow(document: Document, _settings: Settings) -> Reading:
    """A workflow of GitHub.

    Raises:
        UnreadableError: It is no YAML.
    """
    return _read(document, ("cron",), workflow)


def _read(document: Document, words: Sequence[str], find: Callable[[Sequence[Leaf]], Iterable[Found]]) -> Reading:
    text = document.text
    if not mentions(text, words):
        return Reading()
    # A byte order mark is not counted alike by all parsers.
    plain = well_formed(text.removeprefix("\ufeff"))
    reader = LeafReader(plain, len(text) - len(plain), _reread)
    try:
        for event in _events(plain, len(text) - len(plain)):
            reader.take(event)
    except UnreadableError as error:
        return template_or(error, text, key_of(words))
    return reading(document, find(reader.leaves), _comments(text, reader.scalars))


def _events(text: str, shift: int) -> Iterator[Event]:
    import yaml

    try:
        yield from _parse(text)
    except yaml.YAMLError as error:
        raise _unreadable(error, text, shift) from None


def _parse(text: str) -> Iterator[Event]:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # without libyaml it takes twenty times as long
    return iter(yaml.parse(text, Loader=loader))


def _unreadable(error: YAMLError, text: str, shift: int) -> UnreadableError:
    from yaml.reader import Reader, ReaderError

    if isinstance(error, ReaderError):
        match = Reader.NON_PRINTABLE.search(text)
        at = match.start() if match else 0
        return UnreadableError("it is no YAML, which has no control characters", Span(at + shift, at + shift + 1))
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    at = min(mark.index, len(text)) if mark else 0
    problem = getattr(error, "problem", None) or "it cannot be read"
    return _explained(problem, getattr(error, "context", None), text, at, shift)


def _explained(problem: str, context: str | None, text: str, at: int, shift: int) -> UnreadableError:
    """The two slips that schedules lead to, or what the parser says."""
    if context == "while scanning an alias":
        at -= 1
        problem = "a text that begins with '*' must stand in quotes"
    elif "cannot start any token" in problem:
        problem = f"a text that begins with '{text[at : at + 1]}' must stand in quotes"
    return UnreadableError(f"it is no YAML: {problem}", Span(at + shift, at + shift))


def _reread(text: str) -> str | None:
    """The one text of a mapping of one key, which may be in a list."""
    import yaml
    from yaml.events import MappingStartEvent, ScalarEvent, SequenceStartEvent

    try:
        events = list(_parse(well_formed(text)))
    except yaml.YAMLError:
        return None
    kinds = (MappingStartEvent, SequenceStartEvent, ScalarEvent)
    match [event for event in events if isinstance(event, kinds)]:
        case [MappingStartEvent(), ScalarEvent(), ScalarEvent() as scalar]:
            return _text_of(scalar)
        case [MappingStartEvent(), ScalarEvent(), SequenceStartEvent(), ScalarEvent() as scalar]:
            return _text_of(scalar)
    return None


def _text_of(scalar: ScalarEvent) -> str | None:
    if scalar.anchor or scalar.tag or not (scalar.style or is_text(scalar.value)):
        return None
    return agreed(scalar.style or "", scalar.value)


def _comments(text: str, scalars: Sequence[tuple[Span, bool]]) -> tuple[Comment, ...]:
    """What stands behind a `#` outside of all scalars; the first line of a block scalar may hold a comment too."""
    begins = [span.start for span, _ in scalars]
    comments = []
    match = _MARK.search(text)
    while match:
        number = bisect_right(begins, match.start()) - 1
        at = _end_of_line(text, match.start())
        if number >= 0 and _is_within(match.start(), *scalars[number], text):
            at = scalars[number][0].end
        else:
            comments.append(Comment(Span(match.start(), at), text[match.end() : at].strip()))
        match = _MARK.search(text, at)
    return tuple(comments)


def _is_within(at: int, scalar: Span, is_block: bool, text: str) -> bool:
    return at < scalar.end and not (is_block and at < _end_of_line(text, scalar.start))


def _end_of_line(text: str, at: int) -> int:
    end = _LINE_END.search(text, at)
    return end.start() if end else len(text)
