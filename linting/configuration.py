"""The configuration of a project: the table `lint` of everly.toml, or `tool.everly.lint` of pyproject.toml."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from everly.frozen import frozen, replace
from everly.linting.configured import ConfigurationError, Place, settings_in, table_at
from everly.linting.looking import NO_FILE, is_file, is_no_file
from everly.linting.patterns import matches
from everly.linting.settings import DEFAULTS, Settings

NAMES = ("everly.toml", "pyproject.toml")
"""The files that are looked for in a folder, the first one first."""

_PYPROJECT = "pyproject.toml"


@frozen
class Configuration:
    """Settings, the file that they come from, and the folder that its patterns of paths start from."""

    settings: Settings = DEFAULTS
    path: Path | None = None
    root: Path = Path()

    def settings_for(self, path: Path) -> Settings:
        """The settings of a file: what is ignored in files of its name is ignored."""
        relative = _relative(path, self.root)
        ignored = [
            name for pattern, names in self.settings.per_file_ignores if matches(relative, (pattern,)) for name in names
        ]
        return replace(self.settings, ignore=(*self.settings.ignore, *ignored)) if ignored else self.settings

    def excludes(self, path: Path) -> bool:
        """Whether a file is left out where folders are searched."""
        return matches(_relative(path, self.root), self.settings.exclude)


def nearest(folder: Path) -> Configuration:
    """The configuration of a folder: that of the nearest file in it or above it, or the defaults.

    A pyproject.toml without a table `tool.everly` is passed over.

    Raises:
        ConfigurationError: The file is at fault.
    """
    folder = folder.resolve()
    for each in (folder, *folder.parents):
        for name in NAMES:
            path = each / name
            if is_file(path) and (found := _read(path)) is not None:
                return found
    return Configuration(root=folder)


def read_configuration(path: Path) -> Configuration:
    """The configuration that a file holds.

    Raises:
        ConfigurationError: It cannot be read, or is at fault.
    """
    found = _read(path)
    if found is None:
        raise ConfigurationError(f"{path}: no table [tool.everly], where the configuration was to be read from")
    return found


def _read(path: Path) -> Configuration | None:
    if is_no_file(path):
        raise ConfigurationError(f"{path}: {NO_FILE}")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ConfigurationError(f"{path}: {(error.strerror or str(error)).lower()}") from None
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{path}: not UTF-8, which TOML is, at byte {error.start}") from None
    try:
        # As TOML has it, a carriage return and a line feed end a line as one.
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise ConfigurationError(_syntax_message(path, error)) from None
    place = Place(path, text)
    if path.name == _PYPROJECT:
        tool = content.get("tool", {})
        if not isinstance(tool, dict) or "everly" not in tool:
            return None
        content, place = tool["everly"], place.inside("tool").inside("everly")
    settings = settings_in(table_at(content, place), place)
    return Configuration(settings, path, path.parent.resolve())


def _syntax_message(path: Path, error: Exception) -> str:
    message, _, where = str(error).partition(" (at ")
    place = re.match("line ([0-9]+), column ([0-9]+)", where)
    at = f":{place.group(1)}:{place.group(2)}" if place else ""
    return f"{path}{at}: no TOML: {message[:1].lower()}{message[1:]}"


def _relative(path: Path, root: Path) -> str:
    """The path as patterns see it: from the folder of the configuration, with slashes."""
    absolute = path if path.is_absolute() else Path.cwd() / path
    try:
        return absolute.relative_to(root).as_posix()
    except ValueError:
        return absolute.as_posix()
