"""Laws of the linter over whole files, for every format and every rule: places, fixes, and that nothing breaks it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from everly.grammar.diagnostics import ScheduleError
from everly.grammar.span import Span
from everly.linting.document import Document
from everly.linting.embedded import Embedded
from everly.linting.finding import Finding
from everly.linting.formatting import Formatted, format_document
from everly.linting.linter import Linter, linter
from everly.linting.mending import mend
from everly.linting.reading import Source
from everly.linting.report import FileReport, Unread
from everly.linting.rules import RULES
from everly.linting.settings import DEFAULTS, Settings
from everly.linting.sources import SOURCES, source_of
from everly.scheduling.compiler import compile_schedule
from everly.scheduling.testing import schedule_texts
from tests.firings import firings
from tests.linting.sources import writers
from tests.strategies.files import files
from tests.strategies.texts import texts

Part = Callable[[st.DrawFn, str], str]
"""Writes one schedule, and what stands around it."""

NOW = datetime(2024, 5, 1, tzinfo=UTC)
_LATER = st.integers(-400 * 86400, 400 * 86400)
SLIPS = (
    *("*/7 9 * * *", "* 9 29 2 *", "0 0 13 * fri", "0 0 */2 * mon", "5-5 * * * *", "0 9 * * 5-7", "@daily", "@reboot"),
    *("30 2 * * *", "30 1,2 * * * in Europe/Berlin", "0 0-23 * * * in Europe/Berlin", "0 0 9 * * *", "*/90 * * * *"),
    *("0,4 0 * * *", "0 0 31 2 *", "0 22-2 * * *", "0 9 * *", "61 24 * * *", "0 0 L * *", "0 0 29 2 mon"),
    *("every 2 dayz", "daily at 9:00 and 17:00", "every 1 day", "every 3 hour", "annually", "daily at 12 AM"),
    *("every 2 weeks on tue", "every 7 hours", "monthly starting 2024-01-31", "daily starting 2020-01-01"),
    *("daily until 2020-01-01", "hourly or 0 14 * * *", "daily & mon-sun", "daily and weekly", "daily except feb 30"),
    *("mon-fri at 09:00 except sun", "mon at 09:00", "monday at 9am", "mon at 09:00", "dayly & dayly"),
)
"""One for each rule, and some more."""

LINES = st.one_of(st.sampled_from(SLIPS), schedule_texts(), texts()).map(
    lambda text: "".join(sign for sign in " ".join(text.split()) if sign.isprintable()) or "0"
)
SIMPLE = LINES.map(lambda text: "".join(sign for sign in text if sign.isalnum() or sign in " *,-/&|!()@+.") or "0")
"""What can be written without quotes and escapes in every format."""


def everything() -> Linter:
    return linter(NOW, Settings(select=("all",), minimum_interval=600), RULES)


def linted(path: str, text: str) -> tuple[Source, FileReport]:
    source = source_of(path, text)
    assert source is not None
    report = everything().lint(Document(path, text), source)
    assert isinstance(report, FileReport)
    assert report.breakdowns == ()
    return source, report


def quoted(writer: writers.Writer, before: str, after: str) -> Part:
    return lambda draw, schedule: before + writer(draw, schedule) + after


def bare(before: str, after: str) -> Part:
    return lambda _, schedule: before + schedule + after


ESCAPING: Sequence[tuple[str, str, Part, str]] = [
    ("a.json", '{{"é😀": [{}]}}', quoted(writers.json_text, '{"cron": ', "}"), ","),
    ("a.toml", "{}", quoted(writers.toml_basic, "[[e]]\nschedule = ", " # é😀\n"), ""),
    ("a.toml", "{}", quoted(writers.toml_lines, "[[e]]\r\nschedule = ", "\r\n"), ""),
    ("a.yaml", "é😀:\n{}", quoted(writers.yaml_double, " - schedule: ", " # é😀\n"), ""),
    (".github/workflows/a.yml", "on:\n  schedule:\n{}", quoted(writers.yaml_double, "    - cron: ", "\n"), ""),
    ("a.py", "é = 1\n{}", quoted(writers.python_text, "parse_schedule(", ")  # 😀\n"), ""),
]
"""Formats that can write any text anywhere: path, file, a schedule in it, and what joins several."""


PLAIN: Sequence[tuple[str, str, Part, str]] = [
    ("schedules.txt", "# é😀\n{}", bare("\t", " # why\r\n"), ""),
    ("crontab", "# é😀\nCRON_TZ=Europe/Berlin\n{}", bare("  ", "\trun % é😀\r\n"), ""),
    ("etc/cron.d/jobs", "# é😀\n{}", bare("", "  root run\n"), ""),
    ("a.toml", "{}", bare("[[e]]\nschedule = '", "' # é😀\n"), ""),
    ("a.yaml", "é😀:\n{}", bare(" - schedule: '", "' # é😀\n"), ""),
    ("a.yaml", "é😀:\n{}", bare(" - cron: >-\n    ", "\n"), ""),
    ("a.yaml", "é😀:\n{}", bare(" - cron: |\n    ", "\n"), ""),
    (".github/workflows/a.yml", "on:\n  schedule:\n{}", bare("    - cron: '", "'\n"), ""),
    ("k.yaml", "{}", bare("---\nkind: CronJob\nspec:\n  timeZone: Asia/Tokyo\n  schedule: '", "' # é😀\n"), ""),
    ("a.json", '{{"é😀": [{}]}}', bare('{"schedule": "', '"}'), ",\n"),
    ("a.py", "{}", bare("é = parse_schedule('", "')  # 😀\n"), ""),
]
"""All formats, a schedule standing there as it is."""


@st.composite
def written(draw: st.DrawFn, frame: str, part: Part, joint: str, schedules: st.SearchStrategy[str] = LINES) -> str:
    return frame.format(joint.join(part(draw, each) for each in draw(st.lists(schedules, min_size=1, max_size=3))))


def places(finding: Finding) -> Iterator[tuple[Span, str]]:
    """Where in the file the spans of a finding stand, and what they cover in the schedule."""
    for label in (finding.diagnostic.label, *finding.diagnostic.related):
        yield finding.place(label.span), label.span.of(finding.diagnostic.text)


@pytest.mark.parametrize(("path", "frame", "part", "joint"), ESCAPING)
@given(data=st.data())
@settings(max_examples=12)
def test_what_is_marked_among_escapes_is_what_a_finding_speaks_of(
    path: str, frame: str, part: Part, joint: str, data: st.DataObject
) -> None:
    """A file in which nothing but the marked part is left of a schedule holds that part as a schedule."""
    text = data.draw(written(frame, part, joint))
    source, report = linted(path, text)
    for finding in report.findings:
        if finding.embedded is None:
            continue
        number, whole = report.reading.schedules.index(finding.embedded), finding.embedded.span
        for place, meant in places(finding):
            cut = text[: whole.start] + place.of(text) + text[whole.end :]
            assert source.read(Document(path, cut), DEFAULTS).schedules[number].text == meant


@pytest.mark.parametrize(("path", "frame", "part", "joint"), PLAIN)
@given(data=st.data())
@settings(max_examples=12)
def test_what_is_marked_is_what_a_finding_speaks_of(
    path: str, frame: str, part: Part, joint: str, data: st.DataObject
) -> None:
    text = data.draw(written(frame, part, joint, SIMPLE))
    _, report = linted(path, text)
    for finding in report.findings:
        assert [place.of(text) for place, _ in places(finding)] == [meant for _, meant in places(finding)]
        wholes = [each.span for each in report.reading.schedules]
        assert all(each.span in wholes for each in finding.elsewhere)


@pytest.mark.parametrize(("path", "frame", "part", "joint"), [*ESCAPING, *PLAIN])
@given(data=st.data())
@settings(max_examples=10)
def test_what_is_mended_or_formatted_unasked_keeps_the_fire_times_and_what_stands_around(
    path: str, frame: str, part: Part, joint: str, data: st.DataObject
) -> None:
    text = data.draw(written(frame, part, joint, SIMPLE))
    source, report = linted(path, text)
    fixed = mend(report, lambda document: everything().lint(document, source))
    formatted = format_document(report.document, source, everything())
    assert isinstance(formatted, Formatted)
    assert formatted.report.breakdowns == ()
    assert around(source, formatted.document) == around(source, report.document)
    again = format_document(formatted.document, source, everything())
    assert isinstance(again, Formatted)
    assert again.document.text == formatted.document.text
    for document in (fixed.document, formatted.document):
        after = source.read(document, DEFAULTS).schedules
        for old, new in zip(source.read(report.document, DEFAULTS).schedules, after, strict=True):
            for now in (NOW, NOW + timedelta(seconds=data.draw(_LATER))):
                assert fired(new, now) == fired(old, now)


def around(source: Source, document: Document) -> list[str]:
    """What stands before, between and behind the schedules of a file."""
    spans = [each.span for each in source.read(document, DEFAULTS).schedules]
    ends = [0, *(end for span in spans for end in (span.start, span.end)), len(document.text)]
    return [document.text[start:end] for start, end in zip(ends[::2], ends[1::2], strict=True)]


def fired(embedded: Embedded, now: datetime) -> list[str] | str:
    """The first firings; a word for a schedule at fault."""
    try:
        return firings(compile_schedule(embedded.text, now=now, timezone=embedded.zone or "UTC"), 20)
    except ScheduleError:
        return "at fault"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
@given(text=files())
@settings(max_examples=30)
def test_no_file_breaks_the_linter(source: Source, text: str) -> None:
    report = everything().lint(Document("a", text), source)
    if isinstance(report, Unread):
        return
    assert report.breakdowns == ()
    for finding in report.findings:
        marked = [place for place, _ in places(finding)] + [each.span for each in finding.elsewhere]
        assert all(0 <= place.start <= place.end <= len(text) for place in marked)
    mended = mend(report, lambda document: everything().lint(document, source), unsafe=True)
    formatted = format_document(mended.document, source, everything())
    assert isinstance(formatted, Formatted)
    assert formatted.report.breakdowns == ()
