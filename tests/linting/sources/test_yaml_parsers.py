"""YAML is read alike where PyYAML was built without libyaml."""

import pytest
import yaml

from everly.linting.reading import Reading, UnreadableError
from tests.linting.sources.reading_of import reading_of

TEXTS = [
    "\ufeffé: 😀 # one\nschedule: &a !!str 'it''s'\ncron: [*a, \"d\\u0061\\\n  ly\", [x y, z]]\n",
    "- schedule: |2-\n     daily\n\n- cron: >+\n    a\n    b\n\n     c\n    d\n\n---\nschedule: a\n  b\n\n  c\n",
    "x: &x {schedule: daily}\nkind: CronJob\nspec:\n  <<: *x\n  timeZone: UTC\n",
    "schedule: {{ a }}\ncron: !Ref b\n",
    "schedule: |\r\n  a\r\n  b\r\ncron: 'x\r\n  y'\r\n",
]


def _summary(reading: Reading) -> object:
    schedules = [(each.text, each.places, each.dialect, each.zone, each.name) for each in reading.schedules]
    return schedules, reading.unchecked, reading.comments, reading.found


@pytest.mark.parametrize("text", TEXTS)
def test_both_parsers_find_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = _summary(reading_of("a.yaml", text))
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert _summary(reading_of("a.yaml", text)) == fast


@pytest.mark.parametrize("text", ["schedule: */5 * * * *\n", "é: @schedule\n", "schedule: \x07\n"])
def test_both_parsers_stop_at_the_same_place(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    stops = []
    for _ in range(2):
        with pytest.raises(UnreadableError) as caught:
            reading_of("a.yaml", text)
        stops.append((caught.value.span, caught.value.message))
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert stops[0] == stops[1]
