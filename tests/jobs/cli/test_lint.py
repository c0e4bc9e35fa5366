"""`everly lint`: what it looks at, how it reports, what it mends, and how it ends."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from everly.grammar.diagnostics import Diagnostic
from everly.jobs.cli import checks
from everly.linting import catalogue
from everly.linting.formats import FORMATS
from everly.linting.rule import Rule, Subject
from everly.linting.rules import RULES
from tests.jobs.cli.runs import NOW, ROOT, Result, run, spawn
from tests.jobs.cli.test_process import modules_after
from tests.linting.locked import lock
from tests.linting.reports import breaks, finds
from tests.strategies.files import files

SCHEMA = Draft202012Validator(json.loads((ROOT / "docs/schemas/lint.json").read_text("utf-8")))
ERROR, WARNING, CLEAN = "every 2 dayz\n", "monthly starting 2024-01-31\n", "mon at 09:00\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(checks, "RULES", ())
    return tmp_path


def lint(*arguments: str, **settings: Any) -> Result:
    return run("lint", *arguments, "--now", NOW, **settings)


def written(text: str, name: str = "schedules.txt") -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def test_without_a_path_the_current_folder_is_searched() -> None:
    written(ERROR, "a/schedules.txt")
    written(CLEAN, "schedules.txt")
    assert lint("--format", "concise") == Result(
        1,
        "a/schedules.txt:1:9: E108 unknown word 'dayz'\n",
        "1 error in 2 schedules of 2 files; 1 can be fixed with --fix --unsafe-fixes\n",
    )


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (CLEAN, [], 0),
        (WARNING, [], 1),
        (ERROR, [], 1),
        (WARNING, ["--fail-on", "error"], 0),
        (ERROR, ["--fail-on", "error"], 1),
        (ERROR, ["--fail-on", "never"], 0),
        ("# nothing\n", [], 3),
        ("# nothing\n", ["--allow-empty"], 0),
        ("# nothing\n", ["--fail-on", "never"], 3),
    ],
)
def test_the_format_never_changes_the_exit_code(name: str, text: str, options: list[str], code: int) -> None:
    written(text)
    assert lint("--format", name, *options).code == code
    assert lint("--format", name, *options, "--output-file", "out").code == code


def test_a_file_that_is_not_of_its_format_ends_with_4_whatever_else_was_found() -> None:
    written('{"schedule": ', "a.json")
    written(ERROR)
    result = lint("--format", "concise", "--fail-on", "never")
    assert result.code == 4
    assert "a.json:1:14: unreadable: " in result.out
    assert "schedules.txt:1:9: E108" in result.out
    assert result.err == (
        "1 error in 1 schedule of 1 file; 1 can be fixed with --fix --unsafe-fixes; 1 file cannot be read\n"
    )


@pytest.mark.parametrize("path", ["locked", "locked/a.toml"])
def test_a_folder_that_may_not_be_looked_into_ends_with_4(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("locked").mkdir()
    written(ERROR, "locked/a.toml")
    lock(monkeypatch)
    result = lint(path, "--format", "concise")
    assert (result.code, result.out) == (4, f"{path}: unreadable: permission denied\n")


def test_a_file_that_may_not_be_read_ends_with_4(monkeypatch: pytest.MonkeyPatch) -> None:
    written(ERROR)

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    result = lint("schedules.txt", "--isolated", "--format", "concise")
    assert (result.code, result.out) == (4, "schedules.txt: unreadable: permission denied\n")


def test_a_fault_of_everlys_own_names_the_rule_and_the_schedule_and_loses_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(checks, "RULES", (breaks(catalogue.RARE, "mon"),))
    written(CLEAN + ERROR)
    for name in FORMATS:
        result = lint("--format", name)
        assert result.code == 70
        assert (
            "internal error: schedules.txt:1:1: the rule rare broke down over 'mon at 09:00': LookupErr" in result.err
        )
        assert "this is a bug in everly; please report it" in result.err
        assert "unknown word" in result.out
    with pytest.raises(LookupError):
        lint(settings={"EVERLY_DEBUG": "1"})


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.txt"], "there is no 'none.txt'\n"),
        (["mon-fri at 9am"], "there is no 'mon-fri at 9am'; to look at a schedule itself, write '-e' before it\n"),
        (["-e", "daily", "schedules.txt"], "-e and PATH exclude each other"),
        (["-", "schedules.txt"], "'-' reads the standard input, and goes with no other PATH"),
        (["--stdin-filename", "x.toml"], "--stdin-filename needs '-', which reads the standard input"),
        (["--config", "x.toml", "--isolated"], "--config and --isolated exclude each other"),
        (["--config", ""], "--config names no file"),
        (["--config", "x.toml"], "x.toml: no such file or directory"),
        (["--select", "rair"], "--select: unknown rule 'rair'"),
        (["--ignore", "crowds,rare"], "--ignore: unknown rule 'crowds'; did you mean 'crowd'?"),
        (["--tz", "Europe/Berln"], "unknown time zone 'Europe/Berln'; did you mean Europe/Berlin?"),
        (["--now", "yesterdayish"], "--now: "),
        (["--format", "xml"], "'xml' is not one of"),
        (["--statistics", "--format", "json"], "--statistics and --format exclude each other"),
        (["--diff", "--format", "json"], "--diff and --format exclude each other"),
        (["--output-file", ""], "--output-file names no file"),
        (["--diff", "--output-file", "x"], "--diff and --output-file exclude each other"),
        (["--list-files", "--diff"], "--list-files and --diff exclude each other"),
        (["--list-files", "--fix"], "--list-files and --fix exclude each other"),
        (["--list-files", "--format", "json"], "--list-files and --format exclude each other"),
        (["--list-files", "--statistics"], "--list-files and --statistics exclude each other"),
        (["--list-files", "--output-file", "x"], "--list-files and --output-file exclude each other"),
    ],
)
def test_a_wrong_use_ends_with_2(arguments: list[str], message: str) -> None:
    written(CLEAN)
    result = run("lint", *arguments)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_a_wrong_configuration_ends_with_2_and_its_place(folder: Path) -> None:
    written(CLEAN)
    written("[lint]\nselct = []\n", "everly.toml")
    result = lint()
    assert result.code == 2
    assert f"{Path('everly.toml').resolve()}:2:1: unknown key 'selct'; did you mean 'select'?" in result.err
    assert lint("--isolated").code == 0
    assert folder.exists()


def test_schedules_of_the_command_line() -> None:
    result = lint("-e", "every 2 dayz", "-e", "daily", "-e", "0 9 * *", "--format", "concise")
    assert result.code == 1
    assert result.out.split("\n") == [
        "<expression 1>:1:9: E108 unknown word 'dayz'",
        "<expression 3>:1:1: E112 a cron line has 5, 6 or 7 fields, this has 4",
        "",
    ]
    assert lint("-e", "0 9 * *", "--format", "concise").out.startswith("<expression>:1:1: E112")


def test_the_standard_input_is_plain_text_unless_a_name_says_otherwise() -> None:
    assert lint("-", "--format", "concise", stdin=ERROR.encode()).out == "-:1:9: E108 unknown word 'dayz'\n"
    document = b'[jobs.a]\nschedule = "every 2 dayz"\n'
    result = lint("-", "--stdin-filename", "x/jobs.toml", "--format", "concise", stdin=document)
    assert result.out == "x/jobs.toml:2:21: E108 unknown word 'dayz'\n"


@pytest.mark.parametrize(
    ("name", "text", "shown"),
    [
        ("jobs.toml", 'x = "\u6708"\n[a]\nschedule = "every 2 dayz"\n', "dayz"),
        ("jobs.toml", 'schedule = "every 2 d\\u0061yz"\n', "d\\u0061yz"),
        ("jobs.yaml", "a:\n  - schedule: 'every 2 dayz' # every 2 dayz\n", "dayz"),
        ("jobs.yaml", "schedule: >-\n  every\n  2 dayz\n", "dayz"),
        ("jobs.json", '{"a": [{"schedule": "\\u0065very 2 dayz"}]}', "dayz"),
        ("jobs.py", "f('dayz'); parse_schedule('every ' '2 dayz')\n", "dayz"),
        ("crontab", "MAILTO=x\r\n61 * * * *\troot 61\r\n", "61"),
        (".github/workflows/a.yml", "on:\n  schedule:\n    - cron: '0 9 * * mun' # mun\n", "mun"),
        ("schedules.txt", "# dayz\n\t every 2 dayz # dayz\n", "dayz"),
    ],
)
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_in_every_file_the_place_is_that_of_the_word_at_fault(name: str, text: str, shown: str, line_end: str) -> None:
    text = text.replace("\r\n", "\n").replace("\n", line_end)
    path = written("\ufeff" + text, name)
    (found,) = json.loads(lint(name, "--format", "json").out)["findings"]
    begin, end = found["span"]
    assert text[begin:end] == shown
    line = path.read_bytes().decode("utf-8-sig").split("\n")[found["line"] - 1]
    assert line[found["column"] - 1 :].startswith(shown)


def test_the_configuration_is_heeded_and_the_command_line_stands_over_it() -> None:
    written(WARNING, "a/schedules.txt")
    written(WARNING, "b/schedules.txt")
    written(ERROR, "c/schedules.txt")
    written('[lint]\nexclude = ["c"]\n[lint.per-file-ignores]\n"a/*" = ["short-month"]\n', "everly.toml")
    assert lint("--format", "concise").out.split(":")[0] == "b/schedules.txt"
    assert lint("--ignore", "W402").code == 0
    written('[lint]\nignore = ["short-month"]\nexclude = ["c"]\n', "everly.toml")
    assert lint().code == 0
    assert lint("--select", "W402").code == 1
    assert lint("--select", "rare").code == 0
    assert lint("c", "--isolated", "--select", "rare").code == 1  # an error is told whatever is selected


def test_the_zone_is_that_of_the_command_line_then_of_the_configuration(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []

    def spy(subject: Subject) -> tuple[Diagnostic, ...]:
        seen.append(subject.compiled.zone.name)
        return ()

    monkeypatch.setattr(checks, "RULES", (Rule(catalogue.RARE, spy),))
    written(CLEAN)
    lint()
    written('[lint]\nzone = "Europe/London"\n', "everly.toml")
    lint()
    lint("--tz", "asia/tokyo")
    assert seen == ["UTC", "Europe/London", "Asia/Tokyo"]


def test_comments_silence() -> None:
    written("monthly starting 2024-01-31 # everly: ignore[short-month] the last day is meant\n")
    assert lint().code == 0


def test_the_report_goes_to_a_file_whole() -> None:
    written(ERROR)
    result = lint("--format", "json", "--output-file", "out.json")
    assert (result.code, result.out) == (1, "")
    SCHEMA.validate(json.loads(Path("out.json").read_text()))
    lint("--format", "full", "--output-file", "out.txt", "--color", "auto", settings={"FORCE_COLOR": "1"})
    assert "\x1b" not in Path("out.txt").read_text()
    failed = lint("--output-file", "none/out.txt")
    assert failed.code == 4
    assert "error: none/out.txt: it cannot be written: no such file or directory\n1 error in" in failed.err
    assert "cannot be read" not in failed.err


@pytest.mark.parametrize("name", FORMATS)
def test_each_format_goes_to_the_standard_output_alone(name: str) -> None:
    written(ERROR)
    result = lint("--format", name)
    readers: dict[str, Callable[[str], object]] = {
        "json": json.loads,
        "sarif": json.loads,
        "gitlab": json.loads,
        "junit": lambda text: ET.XML(text.encode()),
    }
    if name in readers:
        readers[name](result.out)
    assert result.err.startswith("1 error in 1 schedule of 1 file")
    assert "\x1b" not in result.out
    assert lint("--output-format", name) == result


def test_colour_is_for_text_for_people() -> None:
    written(ERROR)
    assert "\x1b[31m" in lint("--color", "always").out
    assert "\x1b" not in lint("--color", "always", "--format", "json").out


def test_statistics_count_each_rule() -> None:
    written(ERROR * 2 + "0 9 * *\n")
    assert lint("--statistics").out == "2  E108  unknown-word\n1  E112  cron-field-count\n"


SAFE = finds("hourly", catalogue.ALIAS, "every 60 minutes", is_safe=True)


def test_safe_fixes_are_made_in_the_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "RULES", (SAFE,))
    path = written("\ufeff# hourly\r\nhourly # mine\r\n" + ERROR)
    path.chmod(0o600)
    result = lint("--fix", "--format", "concise")
    assert path.read_bytes().decode() == "\ufeff# hourly\r\nevery 60 minutes # mine\r\n" + ERROR
    assert (result.code, result.out) == (1, "schedules.txt:3:9: E108 unknown word 'dayz'\n")
    assert result.err == "1 error in 2 schedules of 1 file; 1 fixed; 1 can be fixed with --fix --unsafe-fixes\n"
    assert os.name == "nt" or path.stat().st_mode & 0o777 == 0o600
    assert lint("--fix", "--unsafe-fixes").code == 0
    assert path.read_text("utf-8-sig").endswith("every 2 days\n")


def test_a_diff_shows_what_would_be_made_and_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "RULES", (SAFE,))
    path = written("daily\nhourly")
    result = lint("--diff")
    assert result.out == (
        "--- schedules.txt\n+++ schedules.txt\n@@ -1,2 +1,2 @@\n daily\n-hourly\n\\ No newline at end of file\n"
        "+every 60 minutes\n\\ No newline at end of file\n"
    )
    assert (result.code, path.read_text()) == (1, "daily\nhourly")
    assert result.err == "nothing found in 2 schedules of 1 file; 1 would be fixed\n"
    written("daily")
    assert lint("--diff") == Result(0, "", "nothing found in 1 schedule of 1 file; 0 would be fixed\n")


def test_a_file_that_changed_meanwhile_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = finds("hourly", catalogue.ALIAS, "every 60 minutes", is_safe=True)

    def check(subject: Any) -> Any:
        Path("schedules.txt").write_text("daily\nhourly\n")
        return rule.check(subject)

    monkeypatch.setattr(checks, "RULES", (type(rule)(rule.kind, check),))
    path = written("hourly\n")
    result = lint("--fix", "--format", "concise")
    assert (result.code, path.read_text()) == (4, "daily\nhourly\n")
    assert result.out == "schedules.txt: unreadable: it changed meanwhile, so it was not written\n"


def test_what_is_mended_on_the_standard_input_goes_to_the_standard_output() -> None:
    raw = b"\xef\xbb\xbf# \xff\r\nevery 2 dayz\r\n0 9 * *"
    result = spawn("lint", "-", "--fix", "--unsafe-fixes", "--format", "concise", cwd=Path(), stdin=raw)
    assert result.stdout == raw.replace(b"dayz", b"days")
    assert result.stderr.startswith(b"-:3:1: E112 a cron line has")
    assert lint("-e", "every 2 dayz", "--fix", "--unsafe-fixes").out == "every 2 days\n"


def test_files_that_would_be_checked_are_listed_with_what_they_hold() -> None:
    written(ERROR + CLEAN)
    written("0 9 * * * run\n@reboot run\n", "crontab")
    written("[Timer]\nOnCalendar=daily\n", "a.timer")
    written("[tool]\n", "pyproject.toml")
    written(ERROR, "notes.md")
    written(ERROR, "vendor/schedules.txt")
    written("[lint]\nexclude = ['vendor/']\n", "everly.toml")
    listed = (
        "a.timer: systemd timer, 0 schedules, 1 not checked\n"
        "crontab: crontab, 1 schedule, 1 not checked\n"
        "everly.toml: TOML, 0 schedules\n"
        "pyproject.toml: TOML, 0 schedules\n"
        "schedules.txt: plain text, 2 schedules\n"
    )
    assert lint("--list-files") == Result(0, listed, "3 schedules in 5 files\n")
    assert lint("--list-files", "notes.md", "vendor").out == "notes.md: plain text, 1 schedule\n"
    assert lint("--list-files", "pyproject.toml") == Result(
        3, "pyproject.toml: TOML, 0 schedules\n", "0 schedules in 1 file\n"
    )
    assert lint("--list-files", "pyproject.toml", "--allow-empty").code == 0
    written('{"schedule": ', "a.json")
    assert lint("--list-files", "a.json") == Result(
        4, "a.json: JSON, unreadable: it is no JSON: expecting value\n", "0 schedules in 1 file\n"
    )


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    raw=st.binary(max_size=200)
    | (st.text(max_size=80) | files()).map(lambda text: text.encode("utf-8", "surrogatepass")),
    name=st.sampled_from(
        ["a.toml", "a.yaml", "a.json", "a.py", "crontab", "a.timer", "schedules.txt", ".github/workflows/a.yml"]
    ),
    format_=st.sampled_from(FORMATS),
)
def test_arbitrary_bytes_never_crash(monkeypatch: pytest.MonkeyPatch, raw: bytes, name: str, format_: str) -> None:
    monkeypatch.setattr(checks, "RULES", RULES)
    Path(".github/workflows").mkdir(parents=True, exist_ok=True)
    Path(name).write_bytes(raw)
    result = lint(name, "--format", format_, "--fix", "--unsafe-fixes", "--isolated", "--select", "all")
    assert result.code in {0, 1, 3, 4}, result.err


def test_help_and_show_load_no_linter(tmp_path: Path) -> None:
    for arguments in (["lint", "--help"], ["fmt", "--help"], ["show", "schedule", "daily"]):
        loaded = modules_after(tmp_path, *arguments)
        assert not {name for name in loaded if name.startswith("everly.linting")} - {
            "everly.linting",
            "everly.linting.formats",
        }
        assert "tomllib" not in loaded
    assert "everly.scheduling.compiler" not in modules_after(tmp_path, "lint", "--help")
