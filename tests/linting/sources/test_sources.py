"""Which format a file has."""

import pytest

from everly.linting.sources import SOURCES, source_of


@pytest.mark.parametrize(
    ("path", "name"),
    [
        (".github/workflows/ci.yml", "GitHub workflow"),
        ("a/.github/workflows/ci.yaml", "GitHub workflow"),
        ("workflows/ci.yml", "YAML"),
        (".github/workflows/more/ci.yml", "YAML"),
        (".github/dependabot.yml", "YAML"),
        ("pyproject.toml", "TOML"),
        ("a.json", "JSON"),
        ("a.jsonc", "JSON"),
        ("a.py", "Python"),
        ("a.pyi", "Python"),
        ("a.timer", "systemd timer"),
        ("etc/crontab", "system crontab"),
        ("cron.d/backup", "system crontab"),
        ("crontab", "crontab"),
        ("a.cron", "crontab"),
        ("-", "plain text"),
        ("schedules.txt", "plain text"),
        ("cron.d/backup.dpkg-old", None),
        ("cron.d/jobs.py", "Python"),
        ("README.md", None),
        ("notes.txt", None),
        ("script", None),
        ("", None),
    ],
)
def test_a_file_is_known_by_its_path(path: str, name: str | None) -> None:
    source = source_of(path, "")
    assert (source and source.name) == name


def test_a_script_is_no_crontab() -> None:
    assert source_of("clean.cron", "#!/bin/sh\nrm x\n") is None
    assert source_of("etc/cron.d/clean", "#!/usr/bin/perl\n") is None


def test_names_tell_formats_apart() -> None:
    assert len({source.name for source in SOURCES}) == len(SOURCES)
