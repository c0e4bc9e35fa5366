"""Which option may be meant by one that a command has not: of other programs, or a slip."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_ELSEWHERE = {
    "--cwd": "--chdir --dir --directory --workdir --working-dir --working-directory",
    "--daemon": "--background --detach",
    "--env": "--environment",
    "--grace": "--kill-after --stop-timeout",
    "--json": "--format --output -o",
    "--name": "--label -n",
    "--retries": "--max-retries --retry",
    "--schedule": "--at --cron --every --interval",
    "--timeout": "--max-time --time-limit",
    "--yes": "--assume-yes --force -f",
    "-n": "--count --last --limit --tail",
}
"""What cron's and systemd's tools, supervisor, pueue, Docker and Kubernetes call what everly calls so."""


def option_like(name: str, known: Collection[str]) -> str | None:
    """Of the options that a command has the one that another program calls so, or whose letters are alike."""
    for ours, theirs in _ELSEWHERE.items():
        if ours in known and name in theirs.split():
            return ours
    letters = {each.lstrip("-"): each for each in known}
    near = get_close_matches(name.lstrip("-"), letters, 1)
    return letters[near[0]] if near else None
