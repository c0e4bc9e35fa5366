"""The rules of a job, and how they are kept."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from everly.jobs.settings import (
    CatchUp,
    OnLost,
    Overlap,
    Restart,
    Settings,
    SettingsError,
    from_options,
    to_options,
    usual_executor,
)

_SECONDS = st.floats(0, 1e8, allow_nan=False)
_SETTINGS = st.builds(
    Settings,
    overlap=st.sampled_from(Overlap),
    catch_up=st.sampled_from(CatchUp),
    jitter=_SECONDS,
    timeout=st.none() | st.floats(0.001, 1e8),
    grace=_SECONDS,
    retries=st.integers(0, 1 << 30),
    backoff=_SECONDS,
    restart=st.sampled_from(Restart),
    on_lost=st.sampled_from(OnLost),
    tty=st.booleans(),
    shell=st.booleans(),
    rm=st.booleans(),
    env_files=st.lists(st.text(st.characters(codec="utf-8"), min_size=1)).map(tuple),
    keep_runs=st.integers(1, 1 << 30),
    keep_logs=st.integers(1, 1 << 30),
    log_bytes=st.integers(1024, 1 << 35),
    log_files=st.integers(1, 100),
    umask=st.integers(0, 0o777),
)


@given(_SETTINGS)
def test_what_is_kept_comes_back(settings: Settings) -> None:
    kept = json.loads(json.dumps(to_options(settings)))
    assert from_options(tuple((name, value) for name, value in kept)) == settings


def test_all_rules_are_kept_so_that_a_later_default_changes_no_job() -> None:
    assert [name for name, _ in to_options(Settings())] == list(Settings.__annotations__)


def test_what_was_not_kept_has_its_default() -> None:
    assert from_options((("retries", 3),)) == Settings(retries=3)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("jitter", -1),
        ("jitter", float("nan")),
        ("grace", float("inf")),
        ("timeout", 0),
        ("timeout", 1e12),
        ("retries", -1),
        ("keep_runs", 0),
        ("keep_logs", 0),
        ("log_bytes", 10),
        ("log_files", 0),
        ("umask", 0o1000),
        ("executor", "docker"),
    ],
)
def test_what_is_out_of_range_is_refused(name: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=r"found|there is no executor 'docker'"):
        Settings(**{name: value})
    with pytest.raises(SettingsError):
        from_options(((name, value),))


def test_an_executor_that_is_none_has_a_way_out_also_where_it_was_kept() -> None:
    with pytest.raises(SettingsError) as refused:
        from_options((("executor", "cron"),))
    assert refused.value.help
    assert refused.value.help.startswith("leave it out, here and in EVERLY_EXECUTOR")


def test_what_a_unit_cannot_do_and_what_only_a_unit_does_is_refused() -> None:
    with pytest.raises(SettingsError, match="cannot overlap"):
        from_options((("executor", "systemd"), ("overlap", "allow")))
    with pytest.raises(SettingsError, match="only systemd") as refused:
        from_options((("memory_max", 1 << 30),))
    assert refused.value.help
    assert "--no-memory-max" in refused.value.help
    assert from_options((("executor", "systemd"), ("memory_max", 1 << 30))).memory_max == 1 << 30


def test_the_environment_names_the_usual_executor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("EVERLY_EXECUTOR", raising=False)
    assert usual_executor() == "local"
    monkeypatch.setenv("EVERLY_EXECUTOR", "systemd")
    assert usual_executor() == "systemd"


@pytest.mark.parametrize(
    "options", [(("overlap", "maybe"),), (("env_files", "{"),), (("retries", None),), (("timeout", "soon"),)]
)
def test_what_means_nothing_is_refused(options: Any) -> None:
    with pytest.raises(SettingsError):
        from_options(options)


def test_a_rule_of_a_newer_version_is_refused_by_name() -> None:
    with pytest.raises(SettingsError, match="the rule 'priority' is unknown to this version"):
        from_options((("priority", 1),))
