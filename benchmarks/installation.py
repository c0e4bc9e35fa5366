"""An installation of everly as its wheel makes one, to time processes in.

In a checkout `pip install -e` leaves a hook that runs whenever Python starts. That slows a bare interpreter too, and so
flatters what is told beside it.
"""

from __future__ import annotations

import sys
import venv
from pathlib import Path
from shutil import copytree, ignore_patterns
from sysconfig import get_path

import click

import everly

_COMMAND = "import sys\nfrom everly.jobs.cli import main\nsys.exit(main())\n"


def install(folder: Path) -> tuple[str, str]:
    """Make an environment in a folder; gives its interpreter, and the command's file, which that is to run.

    It holds a copy of everly, and finds click where this process does, but no `.pth` file of that place is run.
    """
    venv.create(folder, symlinks=True)
    paths = {"base": str(folder), "platbase": str(folder)}
    packages = Path(get_path("purelib", "venv", paths))
    copytree(Path(everly.__file__).parent, packages / "everly", ignore=ignore_patterns("__pycache__"))
    (packages / "others.pth").write_text(f"{Path(click.__file__).parents[1]}\n", "utf-8")
    scripts = Path(get_path("scripts", "venv", paths))
    command = scripts / "everly"
    command.write_text(_COMMAND, "utf-8")
    return str(scripts / Path(sys.executable).name), str(command)
