"""Comments that silence rules."""

import pytest

from everly.grammar.diagnostics import Kind
from everly.grammar.fault import Fault
from everly.grammar.span import Span
from everly.linting.catalogue import CATALOGUE, RARE, UNEVEN_STEP
from everly.linting.document import Document
from everly.linting.finding import Finding
from everly.linting.settings import DEFAULTS
from everly.linting.silencing import silenced
from everly.linting.sources import source_of

ALL_CODES = frozenset(kind.code for kind in CATALOGUE)


def _judged(
    path: str, text: str, kinds: tuple[Kind, ...] = (RARE,), wanted: frozenset[str] = ALL_CODES
) -> list[Finding]:
    """What is left where each schedule has a finding of each kind."""
    source = source_of(path, text)
    assert source is not None
    document = Document(path, text)
    reading = source.read(document, DEFAULTS)
    findings = [
        Finding(document, Fault(kind, Span(0, 1), "found").diagnostic(schedule.text), schedule)
        for schedule in reading.schedules
        for kind in kinds
    ]
    return silenced(document, reading.comments, findings, wanted)


def _names(findings: list[Finding]) -> list[tuple[str, int]]:
    return [(each.diagnostic.name, each.document.position(each.span.start)[0]) for each in findings]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.toml", "schedule = 'daily' # everly: ignore[rare] why\n"),
        ("a.toml", "# everly: ignore[W307]\nschedule = 'daily'\n"),
        ("a.toml", "# everly: ignore[w307, UNEVEN-STEP]\n# why\nschedule = 'daily'\n"),
        ("a.toml", "# Everly: Ignore[rare]\nschedule = 'daily'\n"),
        ("a.toml", "schedule = '''\ndaily''' # everly: ignore[rare]\n"),
        ("a.toml", "schedule = '''\ndaily\n''' #everly:ignore [ rare ]\n"),
        ("a.toml", "schedule = [\n  # everly: ignore[all]\n  'daily',\n]\n"),
        ("a.yaml", "schedule: daily # noqa # everly: ignore[rare]\n"),
        ("a.yaml", "schedule: |  # everly: ignore[rare]\n  daily\n"),
        ("a.yaml", "schedule: daily\n  and weekly # everly: ignore[rare]\n"),
        ("a.yaml", "x: 1\n# everly: ignore-file[rare] why\nschedule: daily\nb: {cron: daily}\n"),
        ("a.jsonc", '{"cron": "daily" // everly: ignore[rare]\n}'),
        ("a.jsonc", '{\n/* everly: ignore[rare]\n why */\n"cron": "daily"}'),
        ("a.py", "parse_schedule('daily')  # everly: ignore[rare]\n"),
        ("a.py", "parse_schedule(\n  # everly: ignore[rare]\n  'daily'\n)\n"),
        ("crontab", "# everly: ignore[rare]\n0 5 * * * run\n"),
        ("crontab", "0 5 * * * run # everly: ignore[rare] why\n"),
        ("-", "daily # everly: ignore[rare]\n"),
        ("-", "\ufeff# everly: ignore[rare]\ndaily\n"),
    ],
)
def test_a_comment_silences_a_rule(path: str, text: str) -> None:
    wanted = ALL_CODES - {UNEVEN_STEP.code}  # not tried
    assert _names(_judged(path, text, wanted=wanted)) == []


@pytest.mark.parametrize(
    "text",
    [
        "daily\ndaily # everly: ignore[rare]\n",
        "# everly: ignore[rare]\ndaily\ndaily\n",
        "daily # everly: ignore[rare]\ndaily\n",
    ],
)
def test_only_of_one_schedule(text: str) -> None:
    assert [name for name, _ in _names(_judged("-", text))] == ["rare"]


def test_other_rules_are_not_silenced() -> None:
    left = _judged("-", "daily # everly: ignore[rare]\n", (RARE, UNEVEN_STEP))
    assert _names(left) == [("uneven-step", 1)]


def test_a_blank_line_parts_a_comment_from_a_schedule() -> None:
    assert _names(_judged("-", "# everly: ignore[rare]\n\ndaily\n")) == [("unused-ignore", 1), ("rare", 3)]


@pytest.mark.parametrize(
    ("text", "mended", "message"),
    [
        ("daily\n# everly: ignore[rare] why\nhourly", None, None),
        ("x # y\n", None, None),
        ("daily # everly: ignore[uneven-step] why\n", "daily\n", "'uneven-step' is ignored, and not found here"),
        ("daily\n  # everly: ignore[rare] why\r\n# x\n", "daily\n# x\n", "'rare' is ignored, and not found here"),
        ("daily\n# everly: ignore[rare]", "daily\n", "'rare' is ignored, and not found here"),
        ("daily # a # everly: ignore[crowd]\n", "daily # a\n", "'crowd' is ignored, and not found here"),
        (
            "daily # everly: ignore[crowd, rare, W503] why\n",
            "daily # everly: ignore[rare] why\n",
            "'crowd' and 'W503' are ignored, and not found here",
        ),
        (
            "# everly: ignore-file[crowd]\ndaily # everly: ignore[rare]\n",
            "daily # everly: ignore[rare]\n",
            "'crowd' is ignored, and not found in this file",
        ),
        (
            "daily # everly: ignore[all]\n# everly: ignore[all]\n",
            "daily # everly: ignore[all]\n",
            "'all' is ignored, and not found here",
        ),
    ],
)
def test_what_silences_nothing_is_told_and_taken_away(text: str, mended: str | None, message: str | None) -> None:
    found = [each for each in _judged("-", text) if each.diagnostic.name == "unused-ignore"]
    assert [each.diagnostic.message for each in found] == ([] if message is None else [message])
    for each in found:
        (fix,) = each.diagnostic.fixes
        assert (fix.apply(text), fix.is_safe) == (mended, True)


def test_what_was_not_tried_may_be_of_use() -> None:
    text = "daily # everly: ignore[crowd]\n"
    assert _names(_judged("-", text, (), ALL_CODES - {"W703"})) == []
    assert _names(_judged("-", text, (), ALL_CODES - {"W901"})) == []


def test_a_rule_that_there_is_not() -> None:
    text = "daily # everly: ignore[rar, nothing-like-it, W307]\n"
    first, second = _judged("-", text)
    assert [each.diagnostic.message for each in (first, second)] == [
        "there is no rule 'rar'",
        "there is no rule 'nothing-like-it'",
    ]
    assert first.diagnostic.help == "did you mean 'rare'?"
    assert first.diagnostic.fixes[0].apply(text) == "daily # everly: ignore[rare, nothing-like-it, W307]\n"
    assert second.diagnostic.fixes == ()
    assert second.span.of(text) == "nothing-like-it"


@pytest.mark.parametrize(
    ("written", "said", "wanted"),
    [
        ("ignore", "ignore", "ignore[rare]"),
        ("ignore why", "ignore", "ignore[rare]"),
        ("ignore[]", "ignore[]", "ignore[rare]"),
        ("ignore-file[ ,]", "ignore-file[ ,]", "ignore-file[rare]"),
        ("ignroe[rare]", "ignroe[rare]", "ignore[rare]"),
        ("noqa[rare]", "noqa[rare]", "ignore[rare]"),
    ],
)
def test_an_ignore_without_names_is_told_what_to_write(written: str, said: str, wanted: str) -> None:
    text = f"daily # everly: {written}\n"
    found = next(each for each in _judged("-", text) if each.diagnostic.name == "unused-ignore")
    assert found.diagnostic.message == f"'everly: {said}' names no rule, so it silences nothing"
    assert found.diagnostic.help == f"write 'everly: {wanted} reason', with the names or codes of rules"
    mended = found.diagnostic.fixes[0].apply(text)
    assert _names(_judged("-", mended)) == []


def test_without_a_finding_there_is_nothing_to_name() -> None:
    (found,) = _judged("-", "# everly: ignore\ndaily\n", ())
    assert found.diagnostic.help == "write 'everly: ignore[NAME] reason', with the names or codes of rules"
    assert found.diagnostic.fixes == ()


@pytest.mark.parametrize("comment", ["everly: a linter", "everly", "see everly: ignore[rare]", "everly: see below"])
def test_prose_is_no_ignore(comment: str) -> None:
    assert _names(_judged("-", f"daily # {comment}\n")) == [("rare", 1)]


def test_complaints_can_be_silenced() -> None:
    text = "# everly: ignore-file[unused-ignore, W902]\ndaily # everly: ignore[crowd, xyz]\n"
    assert _names(_judged("-", text, ())) == []


def test_a_finding_of_the_file_is_silenced_at_its_own_line() -> None:
    text = "# everly: ignore[read-otherwise]\nCRON_TZ=Europe/Berlin\n0 5 * * * run\n"
    document = Document("crontab", text)
    source = source_of("crontab", text)
    assert source is not None
    reading = source.read(document, DEFAULTS)
    findings = [Finding(document, diagnostic) for diagnostic in reading.found]
    assert len(findings) == 1
    assert silenced(document, reading.comments, findings, ALL_CODES) == []
