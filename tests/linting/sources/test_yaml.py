"""Schedules in YAML: where they stand, what they say, and what is no schedule."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.reading import Reading, UnreadableError
from everly.linting.settings import Settings
from tests.linting.sources.reading_of import only, reading_of, rewritten, texts_of


@pytest.mark.parametrize(
    ("written", "text", "raw"),
    [
        ("schedule: daily and hourly\n", "daily and hourly", "daily and hourly"),
        ("schedule: daily and # why\n", "daily and", "daily and"),
        ("schedule: 'it''s'\n", "it's", "it''s"),
        ('schedule: "da\\u0069l\\x79 \\\n   now\\\n"', "daily now", "da\\u0069l\\x79 \\\n   now\\\n"),
        ("schedule: daily\n  and\n\n  hourly\n", "daily and\nhourly", "daily\n  and\n\n  hourly"),
        ("schedule: |  # why\n  0 5\n   * * *\n\nx: 1\n", "0 5\n * * *", "0 5\n   * * *"),
        ("schedule: >-\n  0 5\n  * * *\n", "0 5 * * *", "0 5\n  * * *"),
        ("schedule: >\n  0 5\n\n  *\n   *\n  *\n", "0 5\n*\n *\n*", "0 5\n\n  *\n   *\n  *"),
        ("schedule: >2\n  0 5 * * *\n", "0 5 * * *", "0 5 * * *"),
        ("a:\n  schedule: |1\n     0 5 * * *\n", "  0 5 * * *", "  0 5 * * *"),
        ("schedule: |\r\n  0 5\r\n  * * *\r\n", "0 5\n* * *", "0 5\r\n  * * *"),
        ("\ufeffschedule: daily\n", "daily", "daily"),
        ("{name: é😀, schedule: daily}\n", "daily", "daily"),
        ("schedule: &nightly !!str daily\n", "daily", "daily"),
        ("schedule: 10:30\n", "10:30", "10:30"),
        ("schedule: 2024-05-01\n", "2024-05-01", "2024-05-01"),
    ],
)
def test_a_schedule_stands_where_its_format_says(written: str, text: str, raw: str) -> None:
    found = only("jobs.yaml", written)
    assert (found.text, found.span.of(written)) == (text, raw)


def test_keys_are_found_at_any_depth_and_in_all_documents() -> None:
    text = "jobs:\n- name: a\n  schedule: a\n- {deep: {cron: [b, [c]]}}\n---\ncron: d\n---\n"
    found = reading_of("jobs.yml", text).schedules
    assert [(each.text, each.name) for each in found] == [
        ("a", "jobs[0].schedule"),
        ("b", "jobs[1].deep.cron[0]"),
        ("c", "jobs[1].deep.cron[1][0]"),
        ("d", "cron"),
    ]


def test_keys_are_those_of_the_settings() -> None:
    text = "a:\n  when: x\nb:\n  when: y\nschedule: z\njobs.when: q\n"
    assert texts_of("a.yaml", text, Settings(keys=("when",))) == ["x", "y"]
    assert texts_of("a.yaml", text, Settings(keys=("a.when",))) == ["x"]
    assert texts_of("a.yaml", text, Settings(keys=("jobs.when",))) == ["q"]


@pytest.mark.parametrize(
    "value", ["", "~", "null", "5", "-1.5e3", "0x1F", "true", "Off", "{interval: weekly}", "!!int 5", "[5, {a: b}]"]
)
def test_what_is_no_text_is_no_schedule(value: str) -> None:
    reading = reading_of("a.yaml", f"schedule: {value}\n")
    assert (reading.schedules, reading.unchecked, reading.found) == ((), (), ())


@pytest.mark.parametrize(
    "value",
    [
        '"{{ .Values.schedule }}"',
        "{{ .Values.schedule }}",
        "0 5 * * ${DAY}",
        "$(SCHEDULE)",
        "$SCHEDULE",
        "'{% if a %}daily{% endif %}'",
        "!Ref Schedule",
        "rate(5 minutes)",
        "cron(0 12 * * ? *)",
        "H * * * *",
        "H/15 H(0-7) 1,15 1-11 *",
    ],
)
def test_what_another_program_makes_or_reads_is_unchecked(value: str) -> None:
    reading = reading_of("a.yaml", f"schedule: {value}\n")
    assert len(reading.unchecked) == 1
    assert reading.schedules == ()


def test_what_jenkins_picks_is_a_fault_where_others_read_it() -> None:
    text = "kind: CronJob\nspec:\n  schedule: H * * * *\n"
    assert texts_of("a.yaml", text) == ["H * * * *"]
    assert texts_of("a.yaml", "schedule: HH * * *\ncron: 5 * * * *") == ["HH * * *", "5 * * * *"]


def test_what_a_tag_makes_of_a_list_is_no_schedule() -> None:
    assert texts_of("a.yaml", 'schedule: !Join [" ", ["0 5", "* * *"]]\ncron: daily\n') == ["daily"]


def test_a_template_of_a_file_is_unchecked_where_its_schedules_stand() -> None:
    text = "{{- if .Values.on }}\n# schedule: as in values\n- 'schedule': {{ .Values.a }} * * *  \n{{- end }}\n"
    assert [each.span.of(text) for each in reading_of("a.yaml", text).unchecked] == ["schedule': {{ .Values.a }} * * *"]


@pytest.mark.parametrize("line", ["name: descheduler", "schedulerName: x", "x: the schedule", "pre-schedule: x"])
def test_a_template_without_schedules_is_left_to_others(line: str) -> None:
    assert reading_of("a.yaml", f"{{{{- if .Values.on }}}}\n{line}\n{{{{- end }}}}\n") == Reading()


def test_a_workflow_that_runs_renovate_is_checked() -> None:
    text = "on:\n  schedule:\n    - cron: 0 5 * * *\n"
    assert texts_of(".github/workflows/renovate-all.yml", text) == ["0 5 * * *"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (".drone.yml", "trigger:\n  event: [cron]\n  cron: [nightly]\n"),
        (".woodpecker/build.yaml", "when:\n  - event: cron\n    cron: nightly\n"),
        ("tasks/main.yml", "- name: clean\n  cron: name=clean minute=0 job='rm x'\n"),
    ],
)
def test_what_names_a_schedule_that_others_keep_is_unchecked(path: str, text: str) -> None:
    reading = reading_of(path, text)
    assert (len(reading.schedules), len(reading.unchecked)) == (0, 1)


def test_schedules_of_app_engine_are_unchecked() -> None:
    text = "cron:\n- url: /x\n  schedule: every 24 hours\n- url: /y\n  schedule: 0 5 * * *\n"
    reading = reading_of("app/cron.yaml", text)
    assert [each.span.of(text) for each in reading.unchecked] == ["every 24 hours"]
    assert [each.text for each in reading.schedules] == ["0 5 * * *"]
    assert texts_of("jobs.yaml", text) == ["every 24 hours", "0 5 * * *"]


def test_an_alias_is_reported_once_where_it_is_written() -> None:
    text = "x-night: &night 0 3 * * *\na: {schedule: *night}\nb: {schedule: *night}\nall: &all [a, b]\ncron: *all\n"
    found = reading_of("a.yaml", text).schedules
    assert [(each.text, each.span.of(text)) for each in found] == [("0 3 * * *", "0 3 * * *"), ("a", "a"), ("b", "b")]


def test_what_is_merged_counts_once() -> None:
    text = "base: &base {schedule: daily}\na:\n  <<: *base\nb:\n  <<: [*base]\n  cron: weekly\n"
    assert texts_of("a.yaml", text) == ["daily", "weekly"]


def test_what_is_merged_into_a_cron_job_is_its_schedule() -> None:
    text = "x: &x {schedule: 0 5 * * *}\nkind: CronJob\nspec:\n  <<: *x\n  timeZone: Europe/Berlin\n"
    found = only("a.yaml", text)
    assert (found.dialect, found.zone) == (Dialect.KUBERNETES, "Europe/Berlin")


def test_an_anchor_may_name_anything_that_an_alias_then_means() -> None:
    assert texts_of("a.yaml", "&k a: &v daily\n*k : &m {x: &l [1]}\nc: *m\nd: *l\nschedule: *v\n") == ["daily"]


def test_an_alias_within_itself_ends() -> None:
    assert texts_of("a.yaml", "a: &a [*a, {schedule: daily}]\n") == ["daily"]


def test_aliases_that_multiply_are_refused() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    with pytest.raises(UnreadableError, match="its aliases stand for more than 100000 values"):
        reading_of("a.yaml", "\n".join([*lines, "schedule: daily"]))


def test_kubernetes_cron_jobs() -> None:
    text = """\
kind: List
items:
- kind: CronJob
  spec:
    schedule: "@daily"
    timeZone: Europe/Berlin
    jobTemplate: {spec: {template: {spec: {containers: [{env: [{name: cron, value: x}]}]}}}}
- kind: CronJob
  spec: {schedule: "0 5 * * *"}
---
kind: Backup
spec: {schedule: daily, timeZone: Europe/Paris}
"""
    found = reading_of("manifest.yaml", text).schedules
    assert [(each.text, each.dialect, each.zone, each.name) for each in found] == [
        ("@daily", Dialect.KUBERNETES, "Europe/Berlin", "items[0].spec.schedule"),
        ("0 5 * * *", Dialect.KUBERNETES, None, "items[1].spec.schedule"),
        ("daily", Dialect.EVERLY, None, "spec.schedule"),
    ]


def test_a_zone_that_there_is_not_is_a_fault_of_the_file() -> None:
    text = "kind: CronJob\nspec: {schedule: 0 5 * * *, timeZone: 'Europe/Berln'}\n"
    reading = reading_of("a.yaml", text)
    (fault,) = reading.found
    assert (fault.code, fault.span.of(text), fault.text) == ("E210", "Europe/Berln", text)
    assert fault.fixes[0].apply(text) == text.replace("Berln", "Berlin")
    assert [(each.text, each.zone) for each in reading.schedules] == [("0 5 * * *", None)]


def test_github_workflows() -> None:
    text = """\
on:
  schedule:
  - cron: '*/5 * * * *'
  - cron: 0 5 * * *
    timezone: Europe/Berlin
jobs:
  a: {schedule: daily, with: {cron: weekly}}
"""
    found = reading_of("repository/.github/workflows/ci.yml", text).schedules
    assert [(each.text, each.dialect, each.zone) for each in found] == [
        ("*/5 * * * *", Dialect.GITHUB, "UTC"),
        ("0 5 * * *", Dialect.GITHUB, "Europe/Berlin"),
    ]


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("schedule: */5 * * * *\n", 10, "it is no YAML: a text that begins with '*' must stand in quotes"),
        ("schedule: @daily\n", 10, "it is no YAML: a text that begins with '@' must stand in quotes"),
        ("é: schedule\x00", 11, "it is no YAML, which has no control characters"),
        ("a: &b daily\n---\nschedule: *b\n", 26, "it is no YAML: the alias '*b' has no anchor before it"),
        ("\ufeff*b : 1\nschedule: daily\n", 1, "it is no YAML: the alias '*b' has no anchor before it"),
        ("\ufeffschedule: @daily", 11, "it is no YAML: a text that begins with '@' must stand in quotes"),
    ],
)
def test_where_reading_stops_is_told(text: str, at: int, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        reading_of("a.yaml", text)
    assert (caught.value.span.start, caught.value.message) == (at, message)


def test_what_the_parser_says_is_passed_on() -> None:
    with pytest.raises(UnreadableError, match=r"it is no YAML: .*expected") as caught:
        reading_of("a.yaml", "schedule: [a\n")
    assert caught.value.span.start == 13


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? "])
def test_deep_nesting_ends_in_a_message(opening: str) -> None:
    with pytest.raises(UnreadableError):
        reading_of("a.yaml", "schedule: \n" + opening * 100_000)


def test_a_file_without_our_keys_is_left_to_others() -> None:
    assert reading_of("a.yaml", "key: [") == reading_of("a.yaml", "key: 1\n")


def test_comments() -> None:
    text = "# one\na: b # two\nc: 'd # e' #three\nf: | # four\n  # g\n  schedule\nh: x#y\n #five"
    comments = reading_of("a.yaml", text).comments
    assert [comment.text for comment in comments] == ["one", "two", "three", "four", "five"]
    assert [comment.span.of(text) for comment in comments] == ["# one", "# two", "#three", "# four", "#five"]


@pytest.mark.parametrize(
    ("written", "schedule", "expected"),
    [
        ("schedule: daily # why\n", "hourly", "schedule: hourly # why\n"),
        ("schedule: daily\n", "@daily", None),
        ("schedule: daily\n", "*/5 * * * *", None),
        ("schedule: daily\n", "a: b", None),
        ("schedule: daily\n", "a #b", None),
        ("schedule: daily\n", " daily", None),
        ("schedule: daily\n", "5", None),
        ("schedule: daily\n", "0 9,17 * * *", "schedule: 0 9,17 * * *\n"),
        ("{schedule: daily}\n", "0 9,17 * * *", None),
        ("schedule: 'daily'\n", "it's", "schedule: 'it''s'\n"),
        ("schedule: 'daily'\n", "a\nb", None),
        ('schedule: "daily"\n', 'a"\\\n\x07é', 'schedule: "a\\"\\\\\\u000a\\u0007é"\n'),
        ("schedule: |\n  daily\nx: 1\n", "# hourly: x", "schedule: |\n  # hourly: x\nx: 1\n"),
        ("schedule: |\n  daily\nx: 1\n", " hourly", None),
        ("schedule: >-\n  every\n  day\n\nx: 1\n", "hourly", "schedule: >-\n  hourly\n\nx: 1\n"),
    ],
)
def test_a_schedule_is_written_back_in_the_same_manner_or_not_at_all(
    written: str, schedule: str, expected: str | None
) -> None:
    assert rewritten("a.yaml", written, schedule) == expected
