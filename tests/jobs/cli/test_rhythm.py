"""What is known up to a moment only says so, wherever it is told."""

import json

from everly.jobs.cli.differences import difference_lines
from everly.jobs.cli.documents import comparison_document
from everly.jobs.cli.rhythm import rhythm_lines
from everly.scheduling.decisions.comparison import compare
from everly.scheduling.decisions.frequency import frequency
from everly.scheduling.instants import utc_datetime
from tests.scheduling.decisions.test_spread import compiled, drifting

OFTEN = drifting(12, "every minute", "minutes")


def test_how_often_and_what_relates_say_up_to_when_they_hold() -> None:
    one, other = (compiled(text, "Europe/Berlin") for text in (OFTEN, OFTEN.replace("& tue", "& !(mon | wed-sun)")))
    until = frequency(one).until
    assert until is not None
    sentence = " ".join(rhythm_lines(one, one.zone, 80))
    assert f"times a year up to {utc_datetime(until):%Y}" in sentence
    found = compare(one, other)
    assert found.until is not None
    lines = " ".join(difference_lines((one, other), found, (one.zone,), 200, lambda text, _: text))
    assert f"that is so up to {utc_datetime(found.until):%Y}" in lines
    document = json.loads(comparison_document((one, other), found, (one.zone,)))
    assert (document["relation"], document["until"]["instant"]) == ("equal", found.until)
