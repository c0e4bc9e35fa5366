"""Operands that change nothing do not show in the words, also where these are found with difficulty."""

import pytest

from everly.scheduling.explanation.plainer import plainer
from everly.scheduling.explanation.sentence import explain
from tests.scheduling.explanation.test_sentences import compiled

PAIRS = [
    (
        "Europe/Berlin",
        "(every 15 hours & mon-fri) | (every 48 hours & mon) | (every 21 hours & mon)",
        (
            "((every 15 hours & mon-fri) except (every 30 hours & mon-fri)) | (every 30 hours & mon-fri)"
            " | (every 48 hours & mon) | (every 21 hours & mon)"
        ),
    ),
    (
        "America/New_York",
        "(every 15 hours & mon) | (every 22 hours & sat,sun) | (every 28 hours)",
        "(every 15 hours & mon) | (every 22 hours & sat,sun) | (every 28 hours) | (every 30 hours & mon)",
    ),
    (
        "America/New_York",
        "(every 10 hours & mon) | (every 48 hours & tue) | (every 21 hours)",
        (
            "((every 10 hours & mon) except (every 20 hours & mon)) | (every 20 hours & mon) | (every 48 hours & tue)"
            " | (every 21 hours)"
        ),
    ),
    (
        "UTC",
        "(every 14 hours) | (every 10 hours & mon-fri) | (every 28 hours & wed)",
        (
            "((every 14 hours) except ((every 10 hours & mon-fri) | (every 28 hours & wed)))"
            " | (every 10 hours & mon-fri) | (every 28 hours & wed)"
        ),
    ),
]


@pytest.mark.parametrize(("zone", "one", "other"), PAIRS)
def test_equal_unions_of_drifting_steps_are_told_alike(zone: str, one: str, other: str) -> None:
    left, right = (compiled(f"{text} @ {zone}") for text in (one, other))
    assert left == right
    assert explain(left) == explain(right)
    assert "cannot tell" not in explain(right).sentence


@pytest.mark.parametrize(("zone", "one", "other"), PAIRS)
def test_what_is_left_fires_at_the_same_instants_and_is_no_larger(zone: str, one: str, other: str) -> None:
    for text in (one, other):
        whole = compiled(f"{text} @ {zone}")
        found = plainer(whole)
        assert found is None or found == whole
    assert plainer(compiled(f"{other} @ {zone}")) is not None


def test_where_nothing_can_be_left_out_there_is_nothing_plainer() -> None:
    assert plainer(compiled("(every 7 hours & mon) | (every 9 hours & tue)")) is None
    assert plainer(compiled("hourly except (every 7 hours & mon)")) is None
    assert plainer(compiled("((every 7 hours & mon) except (every 9 hours & tue)) | (every 11 hours & tue)")) is None
