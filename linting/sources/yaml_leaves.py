"""From the events of a YAML parser to texts with their paths."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING

from everly.frozen import frozen, replace
from everly.grammar.span import Span
from everly.linting.reading import UnreadableError
from everly.linting.sources.foreign import TEMPLATE
from everly.linting.sources.leaves import Leaf, Path
from everly.linting.sources.yaml_texts import BLOCKS, Reader, agreed, is_text, manner

if TYPE_CHECKING:
    from yaml.events import AliasEvent, CollectionStartEvent, Event, ScalarEvent

_MOST_COPIES = 100_000
_PROPERTIES = re.compile(r"(?:[&!]\S*\s+(?:#.*\s+)*)*")
_MERGE = "<<"
_CORE = "tag:yaml.org,2002:"
_TEXT_TAGS = frozenset({None, "!", f"{_CORE}str"})
_COMPLEX = "?"


@frozen
class _Begun:
    """How a mapping or a list begins; `first` is the number of its first leaf."""

    path: Path
    is_mapping: bool
    is_flow: bool
    is_key: bool
    is_merged: bool
    first: int
    anchor: str | None


class _Open:
    """A mapping or a list that is being read; `key` is that of the value to come, None where a key is next."""

    __slots__ = ("begun", "index", "key")

    def __init__(self, begun: _Begun) -> None:
        self.begun = begun
        self.key: str | None = None
        self.index = 0

    @property
    def is_at_key(self) -> bool:
        """Whether a key comes next."""
        return self.begun.is_mapping and self.key is None

    @property
    def child(self) -> Path:
        """The path of the value to come. What is merged into a mapping has the path of the mapping itself."""
        path = self.begun.path
        if self.begun.is_mapping:
            return path if self.key == _MERGE else (*path, self.key or _COMPLEX)
        return path if self.begun.is_merged else (*path, self.index)

    def has_value(self) -> None:
        """Go on to what comes after a value."""
        self.key = None
        self.index += 1


class LeafReader:
    """Takes events one by one; `leaves` are the texts so far, `scalars` where all scalars are and which are blocks."""

    def __init__(self, text: str, shift: int, reread: Reader) -> None:
        self.leaves: list[Leaf] = []
        self.scalars: list[tuple[Span, bool]] = []
        self._text, self._shift, self._reread = text, shift, reread
        self._part = -1
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[Path, int, int]] = {}
        self._begun: set[str] = set()  # an alias may stand within what it means
        self._copies = 0

    def take(self, event: Event) -> None:
        """The next event.

        Raises:
            UnreadableError: An alias has no anchor, or aliases multiply what stands there beyond any use.
        """
        from yaml import events

        if isinstance(event, events.ScalarEvent | events.CollectionStartEvent) and event.anchor:
            self._begun.add(event.anchor)
        match event:
            case events.ScalarEvent():
                self._scalar(event)
            case events.CollectionStartEvent():
                self._begin(event, is_mapping=isinstance(event, events.MappingStartEvent))
            case events.CollectionEndEvent():
                self._end()
            case events.AliasEvent():
                self._alias(event)
            case events.DocumentStartEvent():
                self._part += 1
                self._anchors, self._begun = {}, set()

    def _scalar(self, event: ScalarEvent) -> None:
        start, end = _start(event), _end(event)
        style = event.style or ""
        self.scalars.append((Span(start + self._shift, end + self._shift), style in BLOCKS))
        if self._is_at_key:
            self._open[-1].key = event.value
            return
        path, first = self._child, len(self.leaves)
        if event.tag in _TEXT_TAGS and (style or event.tag or is_text(event.value)):
            self._add(event, path, style)
        elif event.tag is not None and not event.tag.startswith(_CORE):
            self._add(event, path, style, f"a value that the tag '{event.tag}' makes")
        self._name(event.anchor, path, first)
        self._has_value()

    def _add(self, event: ScalarEvent, path: Path, style: str, hindrance: str | None = None) -> None:
        start, end = _start(event), _end(event)
        if event.anchor or event.tag:
            properties = _PROPERTIES.match(self._text, start, end)
            start = properties.end() if properties else start
        in_flow = bool(self._open) and self._open[-1].begun.is_flow
        value = agreed(style, event.value)
        how = manner(style, value, in_flow=in_flow, read=self._reread)
        span = Span(start + self._shift, end + self._shift)
        self.leaves.append(Leaf(path, span, value, how, self._part, hindrance))

    def _begin(self, event: CollectionStartEvent, *, is_mapping: bool) -> None:
        is_key = self._is_at_key
        path = (*self._open[-1].begun.path, _COMPLEX) if is_key else self._child
        first = len(self.leaves)
        start = _start(event)
        if self._text.startswith("{{", start):
            span = Span(start + self._shift, start + self._shift + 2)
            self.leaves.append(
                Leaf(path, span, "", manner("", "", in_flow=True, read=self._reread), self._part, TEMPLATE)
            )
        is_merged = bool(self._open) and self._open[-1].key == _MERGE
        if event.tag is not None and event.tag != "!" and not event.tag.startswith(_CORE):
            path = (*path, event.tag)  # its items are not the value, but what a tag makes the value from
        is_flow = bool(event.flow_style) or (bool(self._open) and self._open[-1].begun.is_flow)
        self._open.append(_Open(_Begun(path, is_mapping, is_flow, is_key, is_merged, first, event.anchor)))

    def _end(self) -> None:
        closed = self._open.pop().begun
        self._name(closed.anchor, closed.path, closed.first)
        if closed.is_key:
            self._open[-1].key = _COMPLEX
        else:
            self._has_value()

    def _alias(self, event: AliasEvent) -> None:
        at = _start(event) + self._shift
        if event.anchor not in self._begun:
            raise UnreadableError(f"it is no YAML: the alias '*{event.anchor}' has no anchor before it", Span(at, at))
        if self._is_at_key:
            self._open[-1].key = _COMPLEX
            return
        base, first, end = self._anchors.get(event.anchor or "", ((), 0, 0))
        self._copies += end - first
        if self._copies > _MOST_COPIES:
            raise UnreadableError(f"its aliases stand for more than {_MOST_COPIES} values", Span(at, at))
        move = partial(_moved, base=base, path=self._child)
        self.leaves += [move(leaf) for leaf in self.leaves[first:end]]
        self._has_value()

    @property
    def _is_at_key(self) -> bool:
        return bool(self._open) and self._open[-1].is_at_key

    @property
    def _child(self) -> Path:
        return self._open[-1].child if self._open else ()

    def _has_value(self) -> None:
        if self._open:
            self._open[-1].has_value()

    def _name(self, anchor: str | None, path: Path, first: int) -> None:
        if anchor:
            self._anchors[anchor] = (path, first, len(self.leaves))


def _start(event: Event) -> int:
    return event.start_mark.index if event.start_mark else 0


def _end(event: Event) -> int:
    return event.end_mark.index if event.end_mark else 0


def _moved(leaf: Leaf, *, base: Path, path: Path) -> Leaf:
    return replace(leaf, path=path + leaf.path[len(base) :])
