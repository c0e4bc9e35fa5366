"""Steps of cron fields that go all the way round."""

from __future__ import annotations

from everly.grammar.tree import Field, FieldKind, Range, Star
from everly.linting.cron_values import LEAST, SIZES


def stepped(field: Field) -> int | None:
    """The step of a field that is nothing but one."""
    match field.items:
        case (Star(step) | Range(_, _, step),) if step > 1:
            return step
        case _:
            return None


def is_whole_round(values: list[int], step: int, kind: FieldKind) -> bool:
    """Whether the values of a step reach from one end of the field to the other, and not over a part of it."""
    least = LEAST.get(kind, 0)
    return len(values) > 1 and values[0] < least + step and values[-1] + step >= least + SIZES[kind]
