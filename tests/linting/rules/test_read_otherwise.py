"""Lines that Kubernetes reads in another way than cron."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.rules.read_otherwise import RULE
from tests.linting.judge import found, only


def test_a_star_with_a_step_is_no_star_in_kubernetes() -> None:
    diagnostic = only(RULE, "0 0 */2 * mon", Dialect.KUBERNETES)
    assert diagnostic.message == "'*/2' and 'mon': in Kubernetes either one fires, where in cron both hold"
    assert diagnostic.help == (
        "Kubernetes: wed 2024-05-01 00:00, fri 2024-05-03 00:00; cron: mon 2024-05-13 00:00, mon 2024-05-27 00:00"
    )


def test_a_star_anywhere_in_a_list_is_one_in_kubernetes() -> None:
    diagnostic = only(RULE, "0 0 1,* * mon", Dialect.KUBERNETES)
    assert diagnostic.message == "'1,*' and 'mon': in Kubernetes both hold, where in cron either one fires"


@pytest.mark.parametrize(
    "text", ["0 0 13 * fri", "0 0 * * mon", "0 0 */2 * *", "0 0 */1 * mon", "0 0 ? * mon", "@daily"]
)
def test_what_both_read_alike_is_clean(text: str) -> None:
    assert found(RULE, text, Dialect.KUBERNETES) == []


def test_other_files_are_not_read_by_kubernetes() -> None:
    assert [found(RULE, "0 0 */2 * mon", each) for each in Dialect if each is not Dialect.KUBERNETES] == [[], [], []]
