"""The classes that everly's packages define."""

from __future__ import annotations

from importlib import import_module
from pkgutil import walk_packages


def classes_of(package: str) -> set[type]:
    """Those of all modules of one package, such as `grammar`."""
    root = import_module(f"everly.{package}")
    modules = (import_module(each.name) for each in walk_packages(root.__path__, f"{root.__name__}."))
    found = {value for module in modules for value in vars(module).values() if isinstance(value, type)}
    return {each for each in found if each.__module__.startswith(root.__name__)}
