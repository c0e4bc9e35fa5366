"""A repository of somebody new to schedules, with ten mistakes in it: what `everly lint` finds, and what it mends."""

import shutil
from pathlib import Path

import pytest

from tests.jobs.cli.runs import Result, run

REPOSITORY = Path(__file__).parent / "newcomer"
MISTAKES = [
    (".github/workflows/nightly.yml", 6, "W308"),
    (".github/workflows/nightly.yml", 7, "E401"),
    (".github/workflows/nightly.yml", 8, "E301"),
    ("crontab", 4, "E201"),
    ("crontab", 5, "W502"),
    ("crontab", 6, "W501"),
    ("deploy/cleanup.yaml", 6, "E401"),
    ("jobs.toml", 3, "E109"),
    ("jobs.toml", 7, "W301"),
    ("jobs.toml", 11, "W404"),
]


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    copy = tmp_path / "newcomer"
    shutil.copytree(REPOSITORY, copy)
    monkeypatch.chdir(copy)
    return copy


def lint(*arguments: str) -> Result:
    return run("lint", "--format", "concise", "--now", "2024-05-01", *arguments)


def found(result: Result) -> list[tuple[str, int, str]]:
    lines = [line.split(":", 3) for line in result.out.splitlines()]
    return [(path, int(line), message.split()[0]) for path, line, _, message in lines]


@pytest.mark.usefixtures("repository")
def test_every_mistake_is_found_and_nothing_else() -> None:
    result = lint()
    assert (result.code, found(result)) == (1, MISTAKES)


def test_what_is_proved_to_keep_the_firings_is_mended_unasked_and_the_rest_on_request(repository: Path) -> None:
    assert lint("--fix").code == 1
    assert 'schedule: "0 3 * * *"\n  timeZone: Europe/Berlin' in (repository / "deploy/cleanup.yaml").read_text("utf-8")
    assert '- cron: "0 0 * * *"\n' in (repository / ".github/workflows/nightly.yml").read_text("utf-8")
    assert (repository / "jobs.toml").read_bytes() == (REPOSITORY / "jobs.toml").read_bytes()
    result = lint("--fix", "--unsafe-fixes")
    # What is left has no way out that is surely meant.
    assert [code for _, _, code in found(result)] == ["W308", "E301", "E201", "W501"]
    assert 'schedule = "daily at 09:00, 17:00"' in (repository / "jobs.toml").read_text("utf-8")
    assert "# full test suite" in (repository / ".github/workflows/nightly.yml").read_text("utf-8")
