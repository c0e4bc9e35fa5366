"""Configuration files: which one is found, what it says, and what is wrong with it."""

import os
from pathlib import Path

import pytest

from everly.linting.configuration import Configuration, nearest, read_configuration
from everly.linting.configured import ConfigurationError, seconds_of
from everly.linting.settings import DEFAULTS, Settings

WHOLE = """\
[lint]
select = ["default", "wordable-cron"]
ignore = ["W307", "clock-fold"]
exclude = ["vendor/"]
keys = ["schedule", "when"]
calls = ["run_at(when)"]
minimum-interval = "5 minutes"
zone = "europe/berlin"

[lint.per-file-ignores]
"tests/**" = ["all"]
"*.cron" = ["crowd"]
"""


def test_every_key_is_read(tmp_path: Path) -> None:
    (tmp_path / "everly.toml").write_text(WHOLE)
    assert nearest(tmp_path).settings == Settings(
        select=("default", "wordable-cron"),
        ignore=("W307", "clock-fold"),
        per_file_ignores=(("tests/**", ("all",)), ("*.cron", ("crowd",))),
        exclude=("vendor/",),
        keys=("schedule", "when"),
        calls=("run_at(when)",),
        minimum_interval=300,
        zone="Europe/Berlin",
    )


def test_the_nearest_file_upwards_counts(tmp_path: Path) -> None:
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "everly.toml").write_text("[lint]\nignore = ['rare']")
    assert nearest(inner).settings.ignore == ("rare",)
    assert nearest(inner).root == tmp_path.resolve()
    (tmp_path / "a" / "everly.toml").write_text("")
    assert nearest(inner).settings == DEFAULTS


def test_a_pyproject_counts_where_it_speaks_of_everly(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("[tool.everly.lint]\nignore = ['rare']")
    inner = tmp_path / "a"
    inner.mkdir()
    (inner / "pyproject.toml").write_text("[tool.other]\nx = 1")
    assert nearest(inner).settings.ignore == ("rare",)
    (tmp_path / "everly.toml").write_text("[lint]\nignore = ['crowd']")
    assert nearest(inner).settings.ignore == ("crowd",)


def test_a_file_that_is_named_must_speak_of_everly(tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text("[tool]")
    with pytest.raises(ConfigurationError, match=r"no table \[tool.everly\]"):
        read_configuration(path)


def test_what_is_ignored_in_files_is_ignored_in_those_only(tmp_path: Path) -> None:
    (tmp_path / "everly.toml").write_text(WHOLE)
    found = nearest(tmp_path)
    assert found.settings_for(tmp_path / "tests/x/y.toml").ignore == ("W307", "clock-fold", "all")
    assert found.settings_for(tmp_path / "a.cron").ignore == ("W307", "clock-fold", "crowd")
    assert found.settings_for(tmp_path / "crontab") == found.settings


def test_patterns_start_from_the_folder_of_the_configuration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = Configuration(Settings(per_file_ignores=(("deploy/x", ("rare",)),)), root=tmp_path.resolve())
    assert found.settings_for(Path("deploy/x")).ignore == ("rare",)
    assert found.settings_for(Path("other/deploy/x")).ignore == ()


@pytest.mark.parametrize(
    ("text", "place", "message"),
    [
        ("[lnt]", "1:2", "unknown key 'lnt'; did you mean 'lint'?"),
        ("# selct = 1\n[lint]\nselct = []", "3:1", "unknown key 'selct'; did you mean 'select'?"),
        ("[lint]\nminimum_interval = 1", "2:1", "unknown key 'minimum_interval'; did you mean 'minimum-interval'?"),
        ("lint.colour = 1", "1:6", "unknown key 'colour'; known are select, ignore, per-file-ignores, exclude, keys,"),
        ("lint = 1", "1:1", "'lint' is a number, where a table is wanted"),
        ("[lint]\nselect = 'rare'", "2:1", "'select' is a string, where a list of strings is wanted"),
        ("[lint]\nkeys = [1]", "2:1", "'keys' holds a number, where a string is wanted"),
        ("[lint]\nkeys = ['']", "2:1", "'keys' holds an empty string"),
        ("[lint]\nselect = [\n  'rare',\n  'crowds',\n]", "4:3", "unknown rule 'crowds'; did you mean 'crowd'?"),
        ("[lint]\nignore = ['w307']", "2:11", "unknown rule 'w307'; did you mean 'W307'?"),
        ("[lint]\nignore = ['RARE']", "2:11", "unknown rule 'RARE'; did you mean 'rare'?"),
        ("[lint.per-file-ignores]\n'a*' = ['x']", "2:9", "unknown rule 'x'"),
        ("[lint.per-file-ignores]\n'a*' = 'rare'", "2:1", "'a*' is a string, where a list of strings is wanted"),
        ("[lint]\nzone = 'Europe/Berln'", "2:8", "unknown time zone 'Europe/Berln'; did you mean Europe/Berlin?"),
        ("[lint]\nexclude = ['a', '[z-a]']", "2:17", "'[z-a]' is no pattern of paths: bad character range z-a"),
        ("[lint.per-file-ignores]\n'[z-a]' = []", "2:1", "'[z-a]' is no pattern of paths: bad character range z-a"),
        ("[lint]\nzone = 2", "2:1", "'zone' is a number, where the name of a time zone is wanted"),
        ("[lint]\nminimum-interval = 'often'", "2:1", "'minimum-interval' is 'often', where a time such as"),
        ("[lint]\nminimum-interval = 0", "2:1", "'minimum-interval' is '0', where a time such as '5 minutes' is"),
        ("[lint]\nminimum-interval = true", "2:1", "'minimum-interval' is true or false, where whole seconds"),
        ("[lint]\nminimum-interval = 0.5", "2:1", "'minimum-interval' is a number with a fraction, where whole"),
        ("[lint]\ncalls = ['run', 'run(when']", "2:17", "'run(when' is no call, where one such as 'run_at' or"),
        ("a = 1\n[lint", "", "no TOML: "),
        ("a = = 1", "1:5", "no TOML: invalid value"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, text: str, place: str, message: str) -> None:
    path = tmp_path / "everly.toml"
    path.write_text(text)
    with pytest.raises(ConfigurationError) as caught:
        nearest(tmp_path)
    assert str(caught.value).startswith(f"{path}:{place}: {message}" if place else f"{path}: {message}")


@pytest.mark.skipif(os.name == "nt", reason="pipes have no names in folders there")
def test_a_pipe_is_no_configuration_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigurationError, match="pipe: it is no file, but a pipe or a device"):
        read_configuration(tmp_path / "pipe")
    assert read_configuration(Path(os.devnull)).settings == DEFAULTS


def test_a_file_that_is_no_text_or_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "everly.toml").write_bytes(b"a = '\xff'")
    with pytest.raises(ConfigurationError, match="not UTF-8, which TOML is, at byte 5"):
        nearest(tmp_path)
    with pytest.raises(ConfigurationError, match="no such file"):
        read_configuration(tmp_path / "other.toml")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("5 minutes", 300),
        ("90 seconds", 90),
        ("1 hour", 3600),
        ("1.5 hours", 5400),
        ("1 day", 86_400),
        ("2 weeks", 1_209_600),
        ("1 month", None),
        ("5", None),
        ("2 days on mon", None),
        ("5 minutes starting 2024-01-01", None),
    ],
)
def test_times_are_read_in_the_words_of_the_language(text: str, seconds: int | None) -> None:
    assert seconds_of(text) == seconds
