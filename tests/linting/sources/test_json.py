"""Schedules in JSON, and in JSON with comments."""

import pytest

from everly.linting.dialects import Dialect
from everly.linting.reading import Reading, UnreadableError
from tests.linting.sources.reading_of import only, reading_of, rewritten, texts_of


def test_a_schedule_stands_where_its_format_says() -> None:
    text = r'{"schedule": "d\u0061\/\"\ud83d\ude00b"}'
    found = only("a.json", text)
    assert (found.text, found.span.of(text)) == ('da/"😀b', r"d\u0061\/\"\ud83d\ude00b")
    assert [text[place] for place in found.places] == ["d", "\\", "\\", "\\", "\\", "b", '"']


def test_half_of_a_pair_of_surrogates_is_kept() -> None:
    assert texts_of("a.json", r'{"cron": "\ud800"}') == ["\ud800"]


def test_paths() -> None:
    text = (
        '{"a": {}, "b": [], "schedule": "a", "jobs": [{}, {"x": [[1], {"cron": ["b", {}, 5, "c"]}], "schedule": "d"}]}'
    )
    assert [(each.text, each.name) for each in reading_of("a.json", text).schedules] == [
        ("a", "schedule"),
        ("b", "jobs[1].x[1].cron[0]"),
        ("c", "jobs[1].x[1].cron[3]"),
        ("d", "jobs[1].schedule"),
    ]


def test_a_key_that_is_there_twice_counts_twice() -> None:
    assert texts_of("a.json", '{"cron": "a", "cron": "b", "\\u0063ron": "c"}') == ["a", "b", "c"]


def test_numbers_and_mappings_are_no_schedules() -> None:
    assert texts_of("a.json", '{"schedule": 5, "cron": {"a": "b"}, "x": "schedule"}') == []
    assert texts_of("a.json", '"schedule"') == []


def test_manifests_of_kubernetes() -> None:
    found = only("a.json", '{"kind": "CronJob", "spec": {"schedule": "@daily", "timeZone": "Asia/Tokyo"}}')
    assert (found.dialect, found.zone) == (Dialect.KUBERNETES, "Asia/Tokyo")


@pytest.mark.parametrize("path", ["web/renovate.json", "renovate-config-of-ours.json", ".github/renovate.jsonc"])
def test_schedules_of_renovate_are_unchecked(path: str) -> None:
    reading = reading_of(path, '{"schedule": ["before 4am on monday"]}')
    assert (len(reading.schedules), len(reading.unchecked)) == (0, 1)


def test_schedules_of_renovate_in_package_json_are_unchecked() -> None:
    reading = reading_of("package.json", '{"renovate": {"schedule": ["before 4am on monday"]}, "schedule": "daily"}')
    assert ([each.text for each in reading.schedules], len(reading.unchecked)) == (["daily"], 1)


@pytest.mark.parametrize("folder", ["locales", "src/i18n/en", "translations"])
def test_words_for_people_are_no_schedules(folder: str) -> None:
    assert reading_of(f"{folder}/en.json", '{"schedule": "Schedule", "cron": "Cron expression"}') == Reading()


@pytest.mark.parametrize("key", ["dependencies", "devDependencies", "peerDependencies"])
def test_versions_of_packages_are_no_schedules(key: str) -> None:
    text = f'{{"{key}": {{"cron": "^1.8.2", "schedule": "latest"}}, "jobs": {{"cron": "daily"}}}}'
    assert texts_of("package.json", text) == ["daily"]


def test_comments_and_last_commas() -> None:
    text = '{ // one, "schedule": "x"\n "schedule": "a // b, ]", /* two,\n } */ "x": ["y",\n],}\n'
    reading = reading_of("settings.jsonc", text)
    assert [each.text for each in reading.schedules] == ["a // b, ]"]
    assert [each.span.of(text) for each in reading.schedules] == ["a // b, ]"]
    assert [each.text for each in reading.comments] == ['one, "schedule": "x"', "two,\n }"]
    assert [each.span.of(text) for each in reading.comments] == ['// one, "schedule": "x"', "/* two,\n } */"]


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ('{"schedule": }', 13, "it is no JSON: expecting value"),
        ('{"schedule": "a" "b"}', 17, "it is no JSON: expecting ',' delimiter"),
        ('{"schedule": "a', 13, "it is no JSON: unterminated string starting at"),
        ('"schedule"' + "[" * 100_000, 10, "it is no JSON: extra data"),
        ('{"schedule":' * 100_000, 0, "it is nested too deep"),
    ],
)
def test_where_reading_stops_is_told(text: str, at: int, message: str) -> None:
    with pytest.raises(UnreadableError) as caught:
        reading_of("a.json", text)
    assert (caught.value.span.start, caught.value.message) == (at, message)


def test_numbers_of_many_digits_are_no_hindrance() -> None:
    assert texts_of("a.json", '{"x": %s, "cron": "a"}' % ("1" * 5_000)) == ["a"]


def test_a_schedule_is_written_back_with_escapes() -> None:
    assert rewritten("a.json", '{"cron": "daily"}', '"\\\n\x07é') == '{"cron": "\\"\\\\\\n\\u0007é"}'
