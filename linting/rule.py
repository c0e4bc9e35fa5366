"""What a rule is: one thing to look for in a schedule, or across the schedules of a file."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from everly.frozen import field, frozen
from everly.grammar.diagnostics import Diagnostic, Kind
from everly.linting.dialects import Dialect
from everly.linting.embedded import Embedded
from everly.linting.nodes import Standing, standing
from everly.linting.settings import DEFAULTS, Settings
from everly.scheduling.compiler import Compiled


@frozen
class Subject:
    """A schedule that compiles, as rules judge it.

    `has_zone` says whether its file or the configuration names the zone that is meant where it states none.
    """

    compiled: Compiled
    settings: Settings = DEFAULTS
    dialect: Dialect = Dialect.EVERLY
    has_zone: bool = False
    _standing: list[tuple[Standing, ...]] = field(default_factory=list, init=False, repr=False, compare=False)

    @property
    def standing(self) -> tuple[Standing, ...]:
        """The nodes of the resolved schedule, each where it stands, for all rules that go through them."""
        if not self._standing:
            self._standing.append(standing(self.compiled))
        return self._standing[0]

    @property
    def text(self) -> str:
        """The schedule as written, which the spans of diagnostics point into."""
        return self.compiled.text


@frozen
class Rule:
    """A rule about one schedule; `check` gives a diagnostic of its kind for each place where it applies.

    Where one of the rules that it `yields_to` finds something, by its kind, that says more: then it is silent.
    """

    kind: Kind
    check: Callable[[Subject], Iterable[Diagnostic]]
    is_default: bool = True
    yields_to: tuple[Kind, ...] = ()


@frozen
class Neighbour:
    """One of the schedules of a file, and where it stands."""

    subject: Subject
    embedded: Embedded


@frozen
class Crossing:
    """A diagnostic about one of the schedules of a file, by its number, and what to say at others that it involves."""

    number: int
    diagnostic: Diagnostic
    others: tuple[tuple[int, str], ...] = ()


@frozen
class FileRule:
    """A rule about the schedules of a file beside each other, in the order in which they stand there."""

    kind: Kind
    check: Callable[[Sequence[Neighbour]], Iterable[Crossing]]
    is_default: bool = True
