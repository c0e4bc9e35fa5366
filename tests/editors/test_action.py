"""The GitHub Action: its inputs are used, none of them is taken for a command, and its script lints."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.jobs.cli.runs import ROOT, clean_environment

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]
SCRIPTS = [step for step in STEPS if "run" in step]


def checked(folder: Path, paths: str | None = None, args: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run the last step as a runner does: every expression of its variables filled in, and bash as it calls it."""
    step = STEPS[-1]
    given = {"paths": paths, "args": args}
    values = {f"inputs.{name}": ACTION["inputs"][name]["default"] if it is None else it for name, it in given.items()}
    values["steps.python.outputs.python-path"] = sys.executable
    filled = {name: values[re.fullmatch(r"\$\{\{ (.+) \}\}", value)[1]] for name, value in step["env"].items()}  # type: ignore[index]
    (folder / "temp").mkdir(exist_ok=True)
    (folder / "temp" / "everly").unlink(missing_ok=True)
    (folder / "temp" / "everly").symlink_to(ROOT)  # what the step before installs
    environment = clean_environment(RUNNER_TEMP=str(folder / "temp"), **filled)
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=60)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "everly.toml").touch()
    (tmp_path / "a b").mkdir()
    (tmp_path / "a b" / "schedules.txt").write_text("every 2 dayz\n")
    (tmp_path / "crontab").write_text("0 9 * * mon-fri backup\n")
    return tmp_path


def test_it_is_a_composite_action_whose_inputs_are_described_and_used() -> None:
    assert (ACTION["runs"]["using"], set(ACTION["inputs"])) == ("composite", {"paths", "args", "python-version"})
    used = set(re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", (ROOT / "action.yml").read_text("utf-8")))
    assert used == set(ACTION["inputs"])
    assert all(each["description"] and "default" in each for each in ACTION["inputs"].values())


def test_nothing_is_spliced_into_a_script() -> None:
    assert len(SCRIPTS) == 2
    assert [step["run"] for step in SCRIPTS if "${{" in step["run"]] == []
    assert all(step["shell"] == "bash" for step in SCRIPTS)


def test_it_installs_the_checkout_of_the_action() -> None:
    assert '--target "$RUNNER_TEMP/everly" "$GITHUB_ACTION_PATH"' in SCRIPTS[0]["run"]


def test_it_annotates_what_is_wrong_below_the_folder(folder: Path) -> None:
    result = checked(folder)
    assert result.returncode == 1, result.stderr
    place = "file=a b/schedules.txt,line=1,endLine=1,col=9,endColumn=13"
    assert result.stdout.startswith(f"::error {place},title=everly (E108 unknown-word)::unknown word 'dayz'")


def test_paths_stand_on_lines_and_may_hold_blanks(folder: Path) -> None:
    assert checked(folder, "crontab\n").returncode == 0
    assert checked(folder, "crontab\n\na b\n").returncode == 1
    assert checked(folder, "a b/schedules.txt", "--fail-on\n never").returncode == 0


@pytest.mark.parametrize("text", ["$(touch pwned)", "`touch pwned`", '"; touch pwned; "', "* ; touch pwned", "'"])
def test_no_input_is_a_command(folder: Path, text: str) -> None:
    assert checked(folder, text).returncode == 2
    assert checked(folder, "crontab", text).returncode == 2
    assert not (folder / "pwned").exists()


def test_a_path_is_no_option_and_a_package_of_the_project_is_not_taken_for_ours(folder: Path) -> None:
    (folder / "everly").mkdir()
    (folder / "everly" / "__init__.py").write_text("raise SystemExit('not ours')")
    assert "there is no '--version'" in checked(folder, "--version").stderr
