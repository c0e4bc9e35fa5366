"""The text of a unit.

Neither the command nor its folder nor its environment is in it: they come with each launch, so that nothing of them
meets the quoting of systemd, and no secret is shown by `systemctl show`. What is left to quote is where everly is.
"""

from __future__ import annotations

import zlib

from everly.jobs.runs.launch import LATEST
from everly.jobs.runs.spawning import interpreter
from everly.jobs.runs.stopping import PATIENCE
from everly.jobs.systemd.quoting import command_line

TYPE_CHECKING = False  # as in typing, whose import takes as long as that of Python itself

if TYPE_CHECKING:
    from everly.jobs.settings import Settings

_SPARE = 10  # seconds beyond those that everly needs itself; then systemd ends what has not ended

_TEMPLATE = """\
# Made by everly for its job '{name}', and written anew where it is changed.
# Change the job with 'everly edit job {name}', or add to this with 'systemctl --user edit'.
[Unit]
Description=everly job {name}
StartLimitIntervalSec=0

[Service]
Type=exec
ExecStart={command}
Restart=no
KillMode=mixed
TimeoutStopSec={stop}
Delegate=yes
OOMPolicy=continue
SyslogIdentifier=everly-{name}
{limits}
[Install]
WantedBy=default.target
"""


def unit_text(name: str, root: str, settings: Settings) -> str:
    """The unit of a job that is kept below a folder."""
    text = _TEMPLATE.format(
        name=name,
        command=command_line([*interpreter("everly.jobs.systemd.entry", caches=True), root, name]),
        stop=_seconds(settings.grace + PATIENCE + _SPARE),
        limits="".join(f"{each}\n" for each in _limits(settings)),
    )
    return text + _sum(text)


def is_as_written(text: str) -> bool:
    """Whether the text of a unit is one that everly wrote, and nobody has changed since."""
    before, _, last = text.removesuffix("\n").rpartition("\n")
    return f"{last}\n" == _sum(f"{before}\n")


def _sum(text: str) -> str:
    """The last line of a unit, by which it is seen whether somebody changed the others."""
    return f"# {zlib.crc32(text.encode()):08x}\n"


def _limits(settings: Settings) -> list[str]:
    limits = []
    if settings.timeout is not None:
        longest = LATEST + settings.timeout + settings.grace + PATIENCE + _SPARE
        limits.append(f"RuntimeMaxSec={_seconds(longest)}")
    if settings.memory_max is not None:
        limits += [f"MemoryMax={settings.memory_max}", "MemorySwapMax=0"]
    return limits


def _seconds(seconds: float) -> str:
    return f"{round(seconds * 1000)}ms"
