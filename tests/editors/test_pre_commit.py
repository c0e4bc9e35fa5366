"""The hooks for pre-commit: well formed, for the right files, and run by pre-commit itself."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from everly.linting.sources import source_of
from tests.jobs.cli.runs import ROOT, clean_environment

MANIFEST = ROOT / ".pre-commit-hooks.yaml"
HOOKS: list[dict[str, Any]] = yaml.safe_load(MANIFEST.read_text("utf-8"))
OURS = [
    *(
        "crontab",
        "deploy/crontab",
        "a.cron",
        "a.crontab",
        "etc/cron.d/backup",
        "srv/etc/crontab",
        "var/spool/cron/root",
    ),
    *("schedules.txt", "a/schedules.txt", "a.schedule", "a.schedules", "a.yml", ".github/workflows/ci.yaml"),
    *("pyproject.toml", "a.json", "a.jsonc", "jobs.py", "jobs.pyi", "a.timer", "a.timer.d/override.conf"),
    *("var/spool/cron/crontabs/root", "var/spool/cron/root", "etc/cron.d/a.cron"),
]
OTHERS = [
    *("README.md", "crontab.md", "my-schedules.txt", "notes.txt", "a.yaml.j2", "cron.d/a.b", "a.conf", "tomlx"),
    *("Makefile", "scron", "a.pyc", "timer", "a.service.d/override.conf", "mycrontab"),
]


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    home = folder.parent / "pre-commit"
    environment = clean_environment(PRE_COMMIT_HOME=str(home), PRE_COMMIT_COLOR="never")
    kept = {name: value for name, value in environment.items() if not name.startswith("GIT_")}
    command = [sys.executable, "-m", "pre_commit", *arguments]
    return subprocess.run(command, cwd=folder, env=kept, capture_output=True, text=True, check=False, timeout=120)


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository that uses the hooks as they are, but runs this checkout in place of an environment of its own."""
    folder = tmp_path / "project"
    folder.mkdir()
    hooks = [{**hook, "language": "system", "entry": entry_here(hook["entry"])} for hook in HOOKS]
    config = {"repos": [{"repo": "local", "hooks": hooks}]}
    (folder / ".pre-commit-config.yaml").write_text(json.dumps(config))
    (folder / "everly.toml").touch()  # no configuration from further up
    git(folder, "init", "-q")
    return folder


def entry_here(entry: str) -> str:
    command, _, rest = entry.partition(" ")
    assert command == "everly"
    return f"'{sys.executable}' -m everly {rest}"


def git(folder: Path, *arguments: str) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *arguments], cwd=folder, env=environment, check=True, capture_output=True)  # noqa: S607


def written(folder: Path, **files: str) -> None:
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    git(folder, "add", "-A")


def test_pre_commit_takes_the_manifest() -> None:
    result = pre_commit(ROOT, "validate-manifest", str(MANIFEST))
    assert (result.returncode, result.stdout) == (0, "")


def test_each_hook_makes_its_own_environment_and_names_the_files() -> None:
    assert {hook["id"] for hook in HOOKS} == {"everly-lint", "everly-fmt"}
    assert all(hook["language"] == "python" and "pass_filenames" not in hook for hook in HOOKS)


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
@pytest.mark.parametrize("path", [*OURS, *OTHERS])
def test_a_hook_is_for_the_files_that_a_format_claims(hook: dict[str, Any], path: str) -> None:
    wanted = source_of(path, "") is not None
    assert wanted == (path in OURS)
    assert bool(re.search(hook["files"], path)) == wanted


def test_pre_commit_fails_on_a_finding_and_leaves_other_files_alone(project: Path) -> None:
    written(
        project, crontab="0 9 * * mon-fri backup\n", README_md="every 2 dayz\n", jobs_toml="title = 'no schedule'\n"
    )
    passed = pre_commit(project, "run", "--all-files")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    written(project, jobs_toml='schedule = "every 2 dayz"\n')
    failed = pre_commit(project, "run", "everly-lint", "--all-files")
    assert failed.returncode == 1
    assert "jobs.toml:1:21 (unknown-word)" in failed.stdout
    assert "README" not in failed.stdout


def test_pre_commit_formats(project: Path) -> None:
    written(project, jobs_toml='schedule = "Every Monday at 9 AM"  # kept\n')
    failed = pre_commit(project, "run", "everly-fmt", "--all-files")
    assert failed.returncode == 1
    assert "files were modified by this hook" in failed.stdout
    assert (project / "jobs.toml").read_text() == 'schedule = "mon at 09:00"  # kept\n'
    assert pre_commit(project, "run", "everly-fmt", "--all-files").returncode == 0
