"""What the distribution holds, and what importing it costs."""

import os
import re
import subprocess
import sys
import tomllib
from importlib.metadata import entry_points, requires, version
from pathlib import Path
from typing import Any

import pytest

import everly

ROOT = Path(__file__).parent.parent
LAYERS = ("grammar", "scheduling", "linting", "jobs")


def settings() -> dict[str, Any]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def packages_of(layer: str) -> set[str]:
    folders = {init.parent.relative_to(ROOT) for init in (ROOT / layer).rglob("__init__.py")}
    return {".".join(("everly", *folder.parts)) for folder in folders}


def modules_after(statement: str, cwd: Path) -> set[str]:
    """The modules that a fresh interpreter holds once it has run the statement."""
    script = f"import sys\n{statement}\nprint(*sys.modules)"
    # PYTHONPATH, so that a checkout is tested wherever the working directory is.
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, env=environment, capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_what_the_tests_and_tools_need_has_upper_bounds() -> None:
    """A later major version may fail a checkout that has not changed."""
    extras = settings()["project"]["optional-dependencies"]
    needed = [each for extra in ("test", "dev") for each in extras[extra] if not each.startswith("everly[")]
    assert [each for each in needed if not re.search(r"<[0-9]", each)] == []
    own = (
        *settings()["project"]["dependencies"],
        *(each for extra in ("lsp", "pygments", "store", "testing") for each in extras[extra]),
    )
    names = {re.split(r"[^a-z0-9-]", each)[0] for each in own if "<" not in each and "==" not in each}
    assert {name for name in names if not any(re.match(rf"{name}\S*<", each) for each in needed)} <= {
        "sniffio",
        "tzdata",
    }


def test_the_package_list_equals_the_folders() -> None:
    listed = settings()["tool"]["setuptools"]["packages"]
    found = {"everly"}.union(*(packages_of(layer) for layer in LAYERS))
    assert sorted(listed) == sorted(found)


def test_every_folder_with_modules_is_a_package() -> None:
    folders = {module.parent for layer in LAYERS for module in (ROOT / layer).rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


def test_every_layer_is_mapped_to_its_folder() -> None:
    mapping = settings()["tool"]["setuptools"]["package-dir"]
    assert mapping == {"everly": "everly"} | {f"everly.{layer}": layer for layer in LAYERS}


@pytest.mark.parametrize("layer", LAYERS)
def test_the_link_to_a_layer_is_relative_and_leads_to_it(layer: str) -> None:
    link = ROOT / "everly" / layer
    assert link.readlink() == Path("..") / layer
    assert link.resolve() == (ROOT / layer).resolve()


def test_the_package_says_that_it_is_typed() -> None:
    assert (ROOT / "everly" / "py.typed").is_file()
    assert "py.typed" in settings()["tool"]["setuptools"]["package-data"]["everly"]


def test_every_data_file_of_a_package_is_listed() -> None:
    data = settings()["tool"]["setuptools"]["package-data"]
    kinds = ("*.lark", "*.json")
    grammars = {path for layer in LAYERS for kind in kinds for path in (ROOT / layer).rglob(kind)}
    listed = {path for pattern in data["everly.grammar"] for path in (ROOT / "grammar").glob(pattern)}
    assert grammars == listed


def test_the_version_is_written_once_and_reaches_the_user() -> None:
    written = settings()["project"]["version"]
    assert everly.__version__ == version("everly") == written
    sources = [ROOT / "everly" / "__init__.py", *(path for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))]
    assert [path for path in sources if f'"{written}"' in path.read_text(encoding="utf-8")] == []


def test_the_console_script_is_the_command_line() -> None:
    (script,) = entry_points(group="console_scripts", name="everly")
    assert script.value == "everly.jobs.cli:main"
    assert callable(script.load())


def test_apscheduler_is_pinned_with_what_it_leaves_undeclared() -> None:
    needed = requires("everly") or []
    assert "apscheduler==4.0.0a6" in needed
    declared_by_apscheduler = {re.split(r"[^\w-]", line)[0].lower() for line in requires("apscheduler") or []}
    assert "sniffio" not in declared_by_apscheduler
    assert any(line.startswith("sniffio") for line in needed)


@pytest.mark.parametrize("name", everly.__all__)
def test_a_public_name_resolves_and_is_listed(name: str) -> None:
    assert getattr(everly, name) is not None
    assert name in dir(everly)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match=r"module 'everly' has no attribute 'parse_shedule'"):
        everly.parse_shedule  # type: ignore[attr-defined]  # noqa: B018


def test_importing_everly_loads_none_of_its_layers_and_dependencies(tmp_path: Path) -> None:
    heavy = {"lark", "apscheduler", "click", "dateutil", "sqlalchemy", "zoneinfo", "importlib.metadata", "typing"}
    loaded = modules_after("import everly", tmp_path) - modules_after("", tmp_path)
    assert "everly" in loaded
    assert {name for name in loaded if name in heavy or name.startswith("everly.")} == set()


def test_the_grammar_loads_no_clock_dependency(tmp_path: Path) -> None:
    loaded = modules_after("import everly.grammar.parser", tmp_path)
    assert "everly.grammar.parser" in loaded
    assert {"apscheduler", "dateutil", "lark", "zoneinfo"} & loaded == set()
