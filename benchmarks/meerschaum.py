"""Meerschaum, kept from installing anything: on first use it would fetch packages and write below the home folder."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from importlib import import_module
from io import StringIO
from typing import Any


def load_parser() -> Callable[..., Any]:
    """Its `parse_schedule`, with a folder of its own that is removed at exit; the first load takes some seconds."""
    folder = tempfile.mkdtemp(prefix="everly-benchmarks-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ |= {
        "MRSM_ROOT_DIR": folder,
        "MRSM_NOASK": "1",
        "MRSM_NO_AUTO_INSTALL": "1",
        "PIP_NO_INDEX": "1",
        "MRSM_CONFIG": '{"system": {"experimental": {"uv_pip": false}}}',  # else its child complains where uv is absent
    }
    with warnings.catch_warnings(), redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        warnings.simplefilter("ignore")
        parse: Callable[..., Any] = import_module("meerschaum.utils.schedule").parse_schedule
        parse("hourly")  # it imports what it needs when first asked
    return parse
