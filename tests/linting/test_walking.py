"""Which files are looked at."""

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from everly.linting.sources import source_of
from everly.linting.walking import Found, MissingPathError, Unwalked, walk
from tests.linting.locked import lock


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    return tmp_path


def _make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("")


def _git(*arguments: str) -> None:
    identity = ("-c", "user.name=a", "-c", "user.email=a@example.org")
    subprocess.run(["git", *identity, *arguments], check=True, capture_output=True)  # noqa: S607  # the one that is tested


def _walked(paths: Sequence[str] = (".",), exclude: Sequence[str] = (), root: str = ".") -> list[str]:
    found = list(walk(paths, exclude, root))
    assert all(isinstance(each, Found) for each in found)
    return [each.path for each in found]


def test_files_that_a_format_claims_in_the_order_of_their_names(folder: Path) -> None:
    _make(folder, "b.yaml", "a.toml", "c/d.json", "c/e.txt", "README.md", "etc/crontab", ".github/workflows/ci.yml")
    assert _walked() == [".github/workflows/ci.yml", "a.toml", "b.yaml", "c/d.json", "etc/crontab"]


def test_suffixes_in_capital_letters_are_those_in_small_ones(folder: Path) -> None:
    names = ["a.YML", "b.Yaml", "c.TOML", "d.JSON", "e.PY", "f.CRON", "g.SCHEDULES"]
    _make(folder, *names, ".github/workflows/CI.YML", "h.TXT")
    assert _walked() == [".github/workflows/CI.YML", *names]
    sources = [source_of(path, "") for path in _walked()]
    assert [each and each.name for each in sources[:3]] == ["GitHub workflow", "YAML", "YAML"]


def test_without_git_what_is_not_ones_own_is_passed_over(folder: Path) -> None:
    _make(
        folder,
        ".hidden/a.yaml",
        "node_modules/a.json",
        "x/__pycache__/a.json",
        "env/pyvenv.cfg",
        "env/a.toml",
        "b.toml",
    )
    assert _walked() == ["b.toml"]


def test_hidden_files_are_seen(folder: Path) -> None:
    _make(folder, ".gitlab-ci.yml")
    assert _walked() == [".gitlab-ci.yml"]


def test_with_git_what_it_ignores_is_passed_over(folder: Path) -> None:
    _make(folder, "kept.yaml", "new.yaml", "gone.yaml", "out/a.yaml", "forced.yaml", "node_modules/a.json", ".x/a.yaml")
    (folder / ".gitignore").write_text("out/\nforced.yaml\n")
    _git("init")
    _git("add", "--force", "kept.yaml", "gone.yaml", "forced.yaml")
    (folder / "gone.yaml").unlink()
    assert _walked() == [".x/a.yaml", "forced.yaml", "kept.yaml", "new.yaml", "node_modules/a.json"]


def test_a_folder_that_git_ignores_is_walked_where_it_is_named(folder: Path) -> None:
    _make(folder, "out/a.yaml", "out/deep/b.yaml", "c.yaml")
    (folder / ".gitignore").write_text("out/\n")
    _git("init")
    assert _walked(["out"]) == ["out/a.yaml", "out/deep/b.yaml"]
    assert _walked(["out/deep"]) == ["out/deep/b.yaml"]


def test_a_folder_of_a_work_tree_is_walked_as_git_sees_it(folder: Path) -> None:
    _make(folder, "a/b.yaml", "a/ü c.yaml", "d.yaml")
    _git("init")
    assert _walked(["a"]) == ["a/b.yaml", "a/ü c.yaml"]
    assert _walked([str(folder / "a")]) == [str(folder / "a" / "b.yaml"), str(folder / "a" / "ü c.yaml")]


def test_a_hook_of_git_changes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(folder, "a/b.yaml", "a/out.yaml")
    (folder / ".gitignore").write_text("out.yaml\n")
    _git("init")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", "elsewhere")
    assert _walked(["a"]) == ["a/b.yaml"]


def test_without_the_program_git_files_are_found(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(folder, "a.yaml")
    _git("init")
    monkeypatch.setenv("PATH", "")
    assert _walked() == ["a.yaml"]


def test_what_is_excluded_is_passed_over_unless_it_is_named(folder: Path) -> None:
    _make(folder, "a/b.yaml", "a/vendor/c.yaml", "d.yaml")
    assert _walked(exclude=["vendor", "d.yaml"]) == ["a/b.yaml"]
    assert _walked(["a"], ["/a/vendor"]) == ["a/b.yaml"]
    assert _walked(["d.yaml", "."], ["*.yaml"]) == ["d.yaml"]
    assert _walked([str(folder / "a")], ["vendor/*"], str(folder / "a")) == [str(folder / "a" / "b.yaml")]


def test_a_file_that_is_named_is_read_whatever_it_is(folder: Path) -> None:
    _make(folder, "notes.txt")
    assert list(walk(["notes.txt"])) == [Found("notes.txt", is_named=True)]


def test_each_file_is_read_once(folder: Path) -> None:
    _make(folder, "a/b.yaml", "c.yaml")
    assert _walked(["c.yaml", ".", "a", "./c.yaml"]) == ["c.yaml", "a/b.yaml"]


def test_links_are_followed_only_where_they_are_named(folder: Path) -> None:
    _make(folder, "a/b.yaml", "elsewhere/c.yaml")
    (folder / "a" / "link.yaml").symlink_to(folder / "elsewhere" / "c.yaml")
    (folder / "a" / "around").symlink_to(folder / "a")
    assert _walked(["a"]) == ["a/b.yaml"]
    assert _walked(["a/link.yaml"]) == ["a/link.yaml"]
    (folder / "to").symlink_to(folder / "elsewhere")
    assert _walked(["to"]) == ["to/c.yaml"]


def test_a_path_that_is_not_there_is_told_before_anything_is_read(folder: Path) -> None:
    _make(folder, "a.yaml")
    with pytest.raises(MissingPathError, match=r"there is no 'b\.yaml'"):
        walk([".", "b.yaml"])


def test_a_folder_that_cannot_be_looked_into_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _make(folder, "a.yaml", "locked/b.yaml")
    lock(monkeypatch)
    assert list(walk(["."])) == [Found("a.yaml"), Unwalked("./locked", "permission denied")]
    assert list(walk(["locked/b.yaml"])) == [Found("locked/b.yaml", is_named=True)]


def test_a_path_without_a_name_is_not_there() -> None:
    """As of a variable that is not set: it is neither the current folder nor a file that cannot be read."""
    with pytest.raises(MissingPathError, match="there is no ''"):
        walk([""])


def test_a_submodule_is_searched_where_it_is_named(folder: Path) -> None:
    """It is a repository of its own, with schedules of its own."""
    _make(folder, "a.yaml", "sub/b.yaml")
    for at, added in (("sub", "b.yaml"), (".", "sub")):
        _git("-C", at, "init")
        _git("-C", at, "add", added)
        _git("-C", at, "commit", "--message", "a")
    assert _walked() == ["a.yaml"]
    assert _walked(["sub"]) == ["sub/b.yaml"]
