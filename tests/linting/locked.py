"""A folder that may not be looked into, for tests that may run as a user who may do anything."""

import io
import os
from typing import Any

import pytest


def lock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Refuse all that is asked of folders named `locked`, and of what is in them."""
    for module, name in ((os, "stat"), (os, "lstat"), (io, "open")):
        monkeypatch.setattr(module, name, _guarded(getattr(module, name), "locked/"))
    monkeypatch.setattr(os, "scandir", _guarded(os.scandir, "locked"))


def _guarded(function: Any, inside: str) -> Any:
    def guarded(path: Any, *arguments: Any, **options: Any) -> Any:
        if inside in str(path):
            raise PermissionError(13, "Permission denied", str(path))
        return function(path, *arguments, **options)

    return guarded
