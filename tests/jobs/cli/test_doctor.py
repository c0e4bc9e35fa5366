"""`everly doctor`: what it writes and how it ends, whatever it meets."""

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from everly.jobs.doctor import CHECKS, Finding, Outcome, Severity, examine, examining
from everly.jobs.doctor.scene import Scene
from everly.jobs.places import Places
from tests.jobs.cli.runs import ROOT, Result, run
from tests.jobs.homes import Home, home

__all__ = ["home"]

VALIDATOR = Draft202012Validator(json.loads((ROOT / "docs/schemas/doctor.json").read_text(encoding="utf-8")))


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine on which nothing is wrong."""
    monkeypatch.setattr("everly.jobs.doctor.zones.version_of", lambda _: "2026c")
    monkeypatch.setattr("everly.jobs.doctor.clock.is_synchronised", lambda: True)


def doctor(root: Path, *arguments: str) -> Result:
    return run("doctor", *arguments, settings={"EVERLY_HOME": str(root)})


def statuses(root: Path) -> dict[str, str]:
    document = json.loads(doctor(root, "--json").out)
    VALIDATOR.validate(document)
    return {each["check"]: each["status"] for each in document["checks"]}


def kept(root: Path) -> dict[str, tuple[int, int, int, bytes]]:
    """All that is in a folder: kinds and modes, times, sizes and contents."""
    found = {}
    for path in sorted([root, *root.rglob("*")]):
        seen = path.lstat()
        content = path.read_bytes() if path.is_file() else b""
        found[str(path)] = (seen.st_mode, seen.st_mtime_ns, seen.st_size, content)
    return found


def test_where_nothing_is_wrong_each_check_has_one_line_and_the_last_says_so(home: Home) -> None:
    result = doctor(home.places.root)
    lines = [line for line in result.out.splitlines() if not line.startswith(("note ", " "))]
    assert (result.code, result.err) == (0, ""), result.out
    assert [line[13:].startswith(name) for line, (name, _) in zip(lines, CHECKS, strict=False)] == [True] * len(CHECKS)
    assert lines[-1] == "nothing is wrong with what was checked"
    assert "not checked  control groups   no runner is up that could have some" in lines
    assert "not checked  systemd          nothing here needs it" in lines
    assert {line[:13].strip() for line in lines[:-1]} == {"ok", "not checked"}


def test_what_was_not_looked_at_is_not_called_right(home: Home) -> None:
    """Without a ledger that can be read, half of it cannot be; the schema knows the word."""
    found = statuses(home.places.root)
    assert {name for name, status in found.items() if status == "not checked"} == {"control groups", "systemd"}
    home.places.ledger.write_bytes(b"this is somebody's diary" * 999)
    document = json.loads(doctor(home.places.root, "--json").out)
    VALIDATOR.validate(document)
    told = {each["check"]: each["summary"] for each in document["checks"] if each["status"] == "not checked"}
    assert told == {
        "run directories": "0; whose they are cannot be told without the ledger",
        "limits": "how many jobs there are cannot be told without the ledger",
        "control groups": "no runner is up that could have some",
        "systemd": "whether a job needs it cannot be told without the ledger",
        "units": "whose they are cannot be told without the ledger",
    }


def test_a_finding_has_its_cure_beneath_it_and_is_counted(home: Home) -> None:
    home.places.root.chmod(0o755)
    (home.places.runs / "x").mkdir()
    result = doctor(home.places.root)
    lines = result.out.splitlines()
    assert result.code == 1
    assert f"error        folder           the folder '{home.places.root}' is open to other users" in lines
    assert f"             help: close it: chmod 700 '{home.places.root}'" in lines
    assert lines[-1] == "2 errors and 1 warning"  # the directory is open too, and of no run


def test_the_document_is_as_its_schema_says(home: Home) -> None:
    result = doctor(home.places.root, "--json")
    document = json.loads(result.out)
    VALIDATOR.validate(document)
    assert (result.code, document["healthy"], document["folder"]) == (0, True, str(home.places.root))
    home.places.ledger.chmod(0o644)
    result = doctor(home.places.root, "--json")
    document = json.loads(result.out)
    VALIDATOR.validate(document)
    assert (result.code, document["healthy"]) == (1, False)
    (found,) = [each for check in document["checks"] for each in check["findings"] if each["severity"] == "error"]
    assert found == {
        "severity": "error",
        "what": "'ledger.db' is open to other users",
        "where": str(home.places.ledger),
        "cure": f"chmod go= {home.places.ledger}",
    }


def test_nothing_is_changed(home: Home) -> None:
    home.job("web", text="daily", next_fire=home.now // 1000 + 5)
    home.write(home.run("web"), b"line\n")
    home.directory(home.run("web"))
    home.ledger.close()
    before = kept(home.places.root)
    doctor(home.places.root)
    assert kept(home.places.root) == before


@pytest.mark.parametrize("what", ["none", "file", "dangling link", "closed", "empty"])
def test_whatever_stands_in_the_place_of_the_folder_all_checks_speak(tmp_path: Path, what: str) -> None:
    root = tmp_path / "home"
    if what == "file":
        root.write_bytes(b"x")
    elif what == "dangling link":
        root.symlink_to(tmp_path / "nowhere")
    elif what in {"closed", "empty"}:
        root.mkdir(mode=0o000 if what == "closed" else 0o700)
    result = doctor(root)
    assert result.code == (0 if what in {"none", "empty"} else 1)
    assert result.err == ""
    assert "error" not in statuses(root).values() or result.code == 1
    assert list(statuses(root)) == [name for name, _ in CHECKS]


@pytest.mark.parametrize("name", ["ledger.db", "runner.lock", "runner.sock", "runs", "runner.log"])
@pytest.mark.parametrize("content", [b"", b"\0" * 5000, b"{}", bytes(range(256)) * 12, None])
def test_whatever_stands_in_the_place_of_a_file_all_checks_speak(
    tmp_path: Path, name: str, content: bytes | None
) -> None:
    root = tmp_path / "home"
    root.mkdir(mode=0o700)
    if content is None:
        (root / name).mkdir(mode=0o700)
    else:
        (root / name).write_bytes(content)
    result = doctor(root)
    assert result.code in {0, 1}
    assert result.err == ""
    assert "cannot be looked at" not in result.out
    assert list(statuses(root)) == [name for name, _ in CHECKS]


def test_a_check_that_fails_keeps_no_other_from_its_turn(tmp_path: Path) -> None:
    def broken(_: Scene) -> Outcome:
        raise RuntimeError("no luck")

    scene = Scene(places=Places(tmp_path), now=0)
    first, second = examine(scene, (("first", broken), ("second", lambda _: Outcome("fine"))))
    (found,) = first.outcome.findings
    assert (found.severity, found.what) == (Severity.ERROR, "it cannot be looked at: no luck")
    assert second == examining.Examined("second", Outcome("fine"))


def test_a_note_is_no_fault(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    note = Outcome("so it is", (Finding(Severity.NOTE, "it could be better", "buy another"),))
    monkeypatch.setattr("everly.jobs.doctor.examine", lambda _: iter([examining.Examined("thing", note)]))
    result = doctor(home.places.root)
    assert result.code == 0
    assert [line.split() for line in result.out.splitlines()] == [
        ["ok", "thing", "so", "it", "is"],
        ["note", "thing", "it", "could", "be", "better"],
        ["help:", "buy", "another"],
        ["nothing", "is", "wrong"],
    ]


def test_a_folder_that_cannot_be_named_is_told_as_everywhere() -> None:
    result = run("doctor", settings={"EVERLY_HOME": "relative"})
    assert result.code == 2
    assert result.err.startswith("error: EVERLY_HOME is 'relative', which is no absolute path\nhelp: ")
