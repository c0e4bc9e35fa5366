"""Completion in shells, where click's own loses something; seen in bash 5.2, zsh 5.9 and fish 3.6.

Of `--tz=Europe/B` bash makes three words, and click takes `=` for the value; in zsh the zone would take the place of
the whole word, and fish find nothing. Values that hold a comma, such as lists of rules, would be cut there in fish.
"""

from __future__ import annotations

import re

from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

_FISH = """\
function %(complete_func)s
    set -l word (commandline -ct)
    set -l option (string match -r -- '^--[^=]+=' $word)
    for line in (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string join ' ') COMP_CWORD=$word \
%(prog_name)s)
        set -l found (string split -m 1 , -- $line)
        switch $found[1]
            case file
                for path in (__fish_complete_path $found[2])
                    echo "$option$path"
                end
            case plain
                echo $found[2]
        end
    end
end

complete --no-files --command %(prog_name)s --arguments '(%(complete_func)s)'
"""


class _WithOption(ShellComplete):
    """Gives `--option=value` for a word that began so, because the shell puts it in the place of the whole word."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem[str]]:
        found = super().get_completions(args, incomplete)
        if option := re.match("--[^=]+=", incomplete):
            for item in found:
                item.value = f"{option[0]}{item.value}" if item.type == "plain" else item.value
        return found


class _Bash(_WithOption, BashComplete):
    """Bash hands on `--option`, `=` and the value as three words, unless it was told otherwise."""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        pairs = zip(["", *args], args, strict=False)
        return [word for before, word in pairs if word != "=" or before[:2] != "--"], incomplete


class _Zsh(_WithOption, ZshComplete):
    source_template = ZshComplete.source_template.replace("_path_files -f", "compset -P '--*='; _path_files -f")


class _Fish(_WithOption, FishComplete):
    source_template = _FISH


def teach_shells() -> None:
    """Make click use these in the place of its own."""
    for made in (_Bash, _Zsh, _Fish):
        add_completion_class(made)
