from datetime import UTC, datetime

import pytest

from everly.scheduling.compiler import Compiled, compile_schedule
from everly.scheduling.decisions.comparison import Relation, compare

NOW = datetime(2024, 1, 1, tzinfo=UTC)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def compiled(text: str) -> Compiled:
    return compile_schedule(text, now=NOW)


def instant(text: str) -> int:
    return int((datetime.fromisoformat(text).replace(tzinfo=UTC) - EPOCH).total_seconds())


@pytest.mark.parametrize(
    ("left", "right", "relation", "only_left", "only_right", "zones"),
    [
        ("daily and weekly", "weekly", Relation.EQUAL, None, None, ()),
        ("(0 0 25-31 * *) & fri", "last fri at 00:00", Relation.SUBSET, None, "2024-02-23", ()),
        ("0 * * * *", "0 0-23 * * *", Relation.EQUAL, None, None, ()),
        (
            "0 * * * * in Europe/Berlin",
            "0 0-23 * * * in Europe/Berlin",
            Relation.SUPERSET,
            "2024-10-27T01:00",
            None,
            ("Europe/Berlin",),
        ),
        ("every 2 hours starting 00:00", "every 2 hours starting 01:00", Relation.DISJOINT, "2024-01-01", None, ()),
        ("daily", "every 24 hours", Relation.EQUAL, None, None, ()),
    ],
)
def test_how_schedules_relate_and_what_tells_them_apart(
    *, left: str, right: str, relation: Relation, only_left: str | None, only_right: str | None, zones: tuple[str, ...]
) -> None:
    found = compare(compiled(left), compiled(right))
    assert found.relation is relation
    assert found.only_left == (None if only_left is None else instant(only_left))
    assert found.only_right == (None if only_right is None else instant(only_right)) or relation is Relation.DISJOINT
    assert found.zones == zones
