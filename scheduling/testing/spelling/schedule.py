"""Schedules in other words: operators, parentheses, clauses."""

from __future__ import annotations

from hypothesis import strategies as st

from everly.grammar.tree import (
    And,
    At,
    Calendar,
    Cron,
    Elapsed,
    Except,
    Expr,
    Not,
    Or,
    Schedule,
    Times,
    Unit,
    Window,
)
from everly.scheduling.testing.spelling.cron import spell_cron
from everly.scheduling.testing.spelling.firings import spell_calendar, spell_elapsed
from everly.scheduling.testing.spelling.moments import spell_moment
from everly.scheduling.testing.spelling.speech import Speech
from everly.scheduling.testing.spelling.windows import spell_bounds, spell_window
from everly.scheduling.testing.trees import schedules

_BINDING: dict[type, int] = {Schedule: 0, Except: 1, Or: 2, And: 3, Not: 4}
_EXCEPT, _OR, _AND, _NOT, _TERM = range(1, 6)
_DAILY = Calendar(1, Unit.DAY)
_COMPOUND = And | Or | Except | Not | Schedule
_FIRING = Elapsed | Calendar | At | Cron


@st.composite
def spellings(draw: st.DrawFn, schedule: Schedule) -> str:
    """Texts that are read into this tree: in any case, with other words, blanks, orders and needless parentheses.

    The tree is one of `schedules()`: text has no way to say some others, such as an `And` in an `And`.
    """
    say = Speech(draw)
    return say.loose() + _schedule(say, schedule) + say.loose()


@st.composite
def schedule_texts(draw: st.DrawFn, depth: int = 2) -> str:
    """Texts that can be read, in varied spelling, with operators nested at most `depth` deep.

    Some mean a schedule that never fires: compiling one raises a `ScheduleError`, which a test may `reject`.
    """
    return draw(spellings(draw(schedules(depth))))


def _schedule(say: Speech, schedule: Schedule) -> str:
    clauses = [
        say.phrase(say.word("starting", "beginning"), spell_moment(say, schedule.starting))
        if schedule.starting
        else "",
        say.phrase(say.word("until", "ending"), spell_moment(say, schedule.until)) if schedule.until else "",
        say.phrase(say.word("in"), say.zone(schedule.zone.name)) if schedule.zone else "",
    ]
    return say.phrase(_text(say, schedule.expr, _EXCEPT), *say.shuffled(clauses))


def _text(say: Speech, expr: Expr, place: int) -> str:
    needed = _BINDING.get(type(expr), _TERM) < place
    return _grouped(say, _bare(say, expr)) if needed or say.pick(0, 0, 0, 1) else _bare(say, expr)


def _grouped(say: Speech, text: str) -> str:
    return f"({say.loose()}{text}{say.loose()})"


def _bare(say: Speech, expr: Expr) -> str:
    match expr:
        case Schedule():
            return _grouped(say, _schedule(say, expr))
        case Except(base, removed):
            return say.phrase(_text(say, base, _EXCEPT), say.word("except"), _text(say, removed, _OR))
        case Or(operands):
            return _joined(say, [_text(say, operand, _AND) for operand in operands], "|", "or")
        case And(operands):
            return _joined(say, _factors(say, list(operands)), "&", "and")
        case Not(operand):
            sign = say.pick("!" + say.loose(), say.word("not") + say.gap())
            return sign + _text(say, operand, _NOT)
        case Elapsed(seconds):
            return spell_elapsed(say, seconds)
        case Calendar(count, unit, at, on):
            parts = [_at(say, at) if at else "", _on(say, on) if on else ""]
            return say.phrase(spell_calendar(say, count, unit), *say.shuffled(parts))
        case At(window, times):
            return say.phrase(_days(say, window), _at(say, times))
        case Cron():
            return spell_cron(say, expr)
        case _:
            return spell_window(say, expr)


def _at(say: Speech, times: tuple[int, ...]) -> str:
    return say.phrase(say.word("at"), say.clocks(times))


def _on(say: Speech, window: Expr) -> str:
    return say.phrase(say.word("on"), say.word("the") if say.maybe() else "", _text(say, window, _TERM))


def _days(say: Speech, window: Expr) -> str:
    if isinstance(window, _COMPOUND | _FIRING) or say.maybe():
        return _text(say, window, _TERM)
    return _every(say, window)


def _every(say: Speech, window: Window) -> str:
    return say.phrase(say.word("every"), spell_window(say, window, after_every=True))


def _joined(say: Speech, operands: list[str], sign: str, word: str) -> str:
    text = operands[0]
    for operand in operands[1:]:
        blank = say.pick(*" \t\n")
        text += say.pick(f" {sign} ", f"{say.loose()}{sign}{say.loose()}", blank + say.word(word) + blank) + operand
    return text


def _factors(say: Speech, operands: list[Expr]) -> list[str]:
    """The operands of an intersection, some of them drawn together: `every mon`, `hourly between 9am and noon`."""
    texts: list[str] = []
    while operands:
        first, *operands = operands
        text = ""
        if first == _DAILY and operands and not isinstance(operands[0], _COMPOUND | _FIRING) and say.maybe():
            text = _every(say, operands[0])
            operands = operands[1:]
        bounds = _bounds(operands)
        if bounds is not None and say.maybe():
            text = say.phrase(text or _text(say, first, _TERM), spell_bounds(say, bounds))
            operands = operands[1:]
        texts.append(text or _text(say, first, _NOT))
    return texts


def _bounds(operands: list[Expr]) -> tuple[int, int] | None:
    """The one range of times of day that comes next, if that is what comes next."""
    match operands:
        case [Times((bounds,)), *_]:
            return bounds
        case _:
            return None
