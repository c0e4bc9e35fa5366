"""Unions of steps that drift, each kept to days or times or less others, written in several ways."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hypothesis import strategies as st

from everly.named import NamedTuple

ZONES = st.sampled_from(("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"))
_HOURS = (7, 9, 10, 11, 13, 14, 15, 18, 21, 22, 28, 36)
_HALVES = {
    "mon-fri": ("mon,tue", "wed-fri"),
    "sat,sun": ("sun", "sat"),
    "jan-mar": ("feb-mar", "jan"),
    "09:00-17:00": ("09:00-12:00", "12:00-17:00"),
    "(mon & 22:00-06:00)": ("(mon & 22:00-02:00)", "(mon & 02:00-06:00)"),
}
_FILTERS = (None, None, None, "mon", "tue", "wed", "dec", "1st", *_HALVES)
_REMOVED = (None, None, None, "tue", "dec 25", "every 21 hours", "(every 22 hours & mon)", "daily at 10:00")


class Term(NamedTuple):
    """Every so many hours, kept to some days or times, without others."""

    hours: int
    kept: str | None
    removed: str | None

    def text(self, times: int = 1) -> str:
        """The term, or its every nth firing."""
        limit = "" if self.kept is None else f" & {self.kept}"
        whole = f"(every {self.hours * times} hours{limit})"
        return whole if self.removed is None else f"({whole} except {self.removed})"


Way = Callable[[Term, str], list[str]]
"""From a term, and the text of one of the others, to operands that come to no more and no less beside the other."""


def _halved(term: Term, _: str) -> list[str]:
    halves = _HALVES.get(term.kept or "")
    return [term.text()] if halves is None else [term._replace(kept=half).text() for half in halves]


_WAYS: tuple[Way, ...] = (
    lambda term, _: [term.text()],
    _halved,
    lambda term, _: [term.text(), term.text(times=2)],
    lambda term, _: [f"({term.text()} & wed)", f"({term.text()} except wed)"],
    lambda term, _: [
        f"({term.text()} & every {2 * term.hours} hours)",
        f"({term.text()} except every {2 * term.hours} hours)",
    ],
    # From here on beside the other.
    lambda term, other: [term.text(), f"({term.text()} & {other})"],
    lambda term, other: [f"({term.text()} except {other})", other],
    lambda term, other: [f"({term.text()} except ({term.text()} except {other}))", f"({term.text()} except {other})"],
    lambda term, other: [f"({term.text()} except (dec & {other})) | ({term.text()} except !(dec & {other}))"],
)


_ALONE = 5  # so many ways need no other term

_DAYS = st.builds("{}-{:02}-{:02}".format, st.integers(2024, 2027), st.integers(6, 12), st.integers(1, 28))
_BOUNDS = st.just("") | st.builds("{} {}".format, st.sampled_from(("until", "starting")), _DAYS)


def unions(most: int) -> st.SearchStrategy[list[Term]]:
    """Up to so many terms, without beginnings and ends of their own."""
    terms = st.builds(Term, *map(st.sampled_from, (_HOURS, _FILTERS, _REMOVED)))
    return st.lists(terms, min_size=1, max_size=most)


@st.composite
def spelt(draw: st.DrawFn, terms: Sequence[Term]) -> str:
    """A union of the terms, each in one way or another, in any order."""
    others = [each.text() for each in terms]
    written = [part for each in terms for part in draw(st.sampled_from(_WAYS))(each, draw(st.sampled_from(others)))]
    return " | ".join(draw(st.permutations(written)))


@st.composite
def ending(draw: st.DrawFn, most: int) -> list[str]:
    """A union that ends on some day, in two ways."""
    until = f"until {draw(st.integers(2024, 2030))}-{draw(st.integers(6, 12)):02}-{draw(st.integers(1, 28)):02}"
    return [f"({text}) {until}" for text in draw(alike(most, 1))]


@st.composite
def staged(draw: st.DrawFn, most: int) -> list[str]:
    """A union whose terms begin or end, in two ways."""
    bounds = [(term, draw(_BOUNDS)) for term in draw(unions(most))]
    parts = [f"({part} {bound})" for term, bound in bounds for part in draw(st.sampled_from(_WAYS[:_ALONE]))(term, "")]
    return [" | ".join(f"({term.text()} {bound})" for term, bound in bounds), " | ".join(draw(st.permutations(parts)))]


@st.composite
def alike(draw: st.DrawFn, most: int, many: int) -> list[str]:
    """The same union in several ways."""
    terms = draw(unions(most))
    return [" | ".join(each.text() for each in terms), *(draw(spelt(terms)) for _ in range(many))]
