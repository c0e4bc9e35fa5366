"""What a path leads to. Where that may not be asked, as in a closed folder, it is nothing, and reading says why."""

from __future__ import annotations

import re
import stat
from pathlib import Path

NO_FILE = "it is no file, but a pipe or a device"
"""What is said of it where `is_no_file`."""

_HANDED = re.compile(r"/dev/(?:null|std(?:in|out|err)|fd/[0-9]+)|/proc/self/fd/[0-9]+")


def is_folder(path: str | Path) -> bool:
    """Whether it leads to a folder."""
    return stat.S_ISDIR(_mode(path))


def is_file(path: str | Path) -> bool:
    """Whether it leads to a file."""
    return stat.S_ISREG(_mode(path))


def is_own_file(path: str | Path) -> bool:
    """Whether it is a file itself, and no link to one."""
    return stat.S_ISREG(_mode(path, follow=False))


def is_handed(path: str | Path) -> bool:
    """Whether it names what this program was given open, such as its standard input, or what is never waited for."""
    return _HANDED.fullmatch(str(path)) is not None


def is_no_file(path: str | Path) -> bool:
    """Whether it leads to a pipe or a device, which whoever opens it may wait for, and which was not handed to us."""
    mode = _mode(path)
    return mode != 0 and not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)) and not is_handed(path)


def is_there(path: str | Path) -> bool:
    """Whether anything has that path, or whether that may not be asked."""
    try:
        Path(path).lstat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _mode(path: str | Path, *, follow: bool = True) -> int:
    try:
        return Path(path).stat(follow_symlinks=follow).st_mode
    except OSError:
        return 0
