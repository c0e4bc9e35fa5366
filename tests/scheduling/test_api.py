from __future__ import annotations

import ast
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from everly import ScheduleError, parse_schedule

ROOT = Path(__file__).parents[2]
NOW = datetime(2024, 5, 2, 10, 30, 15, tzinfo=UTC)
CLOCKS = {"now", "utcnow", "today", "time_ns", "localtime", "gmtime", "get_localzone"}


def test_without_now_the_clock_is_asked() -> None:
    before = datetime.now(UTC)
    each = parse_schedule("hourly")
    after = datetime.now(UTC)
    assert before.replace(microsecond=0) <= each.anchor <= after


def test_without_a_zone_utc_is_meant() -> None:
    assert parse_schedule("daily at 09:00", now=NOW).next() == datetime(2024, 5, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    "zone", ["Europe/Berlin", "europe/berlin", ZoneInfo("Europe/Berlin"), "+02:00", timezone(timedelta(hours=2))]
)
def test_the_zone_is_a_name_or_a_tzinfo(zone: str | tzinfo) -> None:
    first = parse_schedule("daily at 09:00", now=NOW, timezone=zone).next()
    assert str(first) == "2024-05-03 09:00:00+02:00"


def test_now_may_be_in_any_zone() -> None:
    there = NOW.astimezone(ZoneInfo("Asia/Tokyo"))
    assert parse_schedule("daily starting today", now=there) == parse_schedule("daily starting today", now=NOW)


def test_a_now_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone: pass an aware datetime") as raised:
        parse_schedule("daily", now=datetime(2024, 5, 2))
    assert not isinstance(raised.value, ScheduleError)


def test_an_unknown_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown time zone 'Europe/Berln'"):
        parse_schedule("daily", now=NOW, timezone="Europe/Berln")


def test_a_zone_of_another_type_is_refused() -> None:
    with pytest.raises(TypeError, match="expected the name of a time zone or a tzinfo, found int"):
        parse_schedule("daily", now=NOW, timezone=2)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["", "mon-fri", "daily adn mon-fri", "daily & 30 feb", "daily in Europe/Berln"])
def test_a_schedule_at_fault_is_a_schedule_error(text: str) -> None:
    with pytest.raises(ScheduleError) as raised:
        parse_schedule(text, now=NOW)
    assert raised.value.diagnostics


def modules_after(statement: str, cwd: Path) -> set[str]:
    script = f"import sys\n{statement}\nprint(*sys.modules)"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    run = subprocess.run(
        [sys.executable, "-c", script], cwd=cwd, env=environment, capture_output=True, text=True, check=True
    )
    return set(run.stdout.split())


def test_only_making_a_trigger_loads_apscheduler(tmp_path: Path) -> None:
    shown = "import everly.scheduling.preview; from everly import compile_schedule, parse_schedule"
    loaded = modules_after(shown, tmp_path)
    assert "everly.scheduling.compiler" in loaded
    assert "apscheduler" not in loaded


def names(path: Path) -> set[str]:
    """The names of what a module calls and imports."""
    nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
    calls = [node.func for node in nodes if isinstance(node, ast.Call)]
    imported = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return imported | {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}


def test_no_other_module_asks_a_clock() -> None:
    modules = [path for layer in ("grammar", "scheduling") for path in (ROOT / layer).rglob("*.py")]
    asking = {path.relative_to(ROOT).as_posix() for path in modules if names(path) & {*CLOCKS, "time", "tzlocal"}}
    assert asking == {"scheduling/api.py"}
