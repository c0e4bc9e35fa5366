"""How `everly lint` is to report."""

from __future__ import annotations

import click

from everly.frozen import frozen


@frozen(kw_only=True)
class Output:
    """How to report: the options as given."""

    format_: str | None
    statistics: bool
    output_file: str | None
    fail_on: str
    fix: bool
    unsafe_fixes: bool

    def check(self, *, as_diff: bool, list_files: bool) -> None:
        """Refuse options that say nothing together.

        Raises:
            click.UsageError: Two options exclude each other, or one says nothing.
        """
        others = (
            ("--diff", as_diff),
            ("--fix", self.fix),
            ("--format", self.format_ is not None),
            ("--statistics", self.statistics),
            ("--output-file", self.output_file is not None),
        )
        refused = (
            (self.statistics and self.format_ is not None, "--statistics and --format exclude each other"),
            (as_diff and self.format_ is not None, "--diff and --format exclude each other"),
            (as_diff and self.statistics, "--diff and --statistics exclude each other"),
            (as_diff and self.output_file is not None, "--diff and --output-file exclude each other"),
            (self.output_file == "", "--output-file names no file"),
            *(
                (list_files and is_given, f"--list-files and {option} exclude each other")
                for option, is_given in others
            ),
        )
        for fault, message in refused:
            if fault:
                raise click.UsageError(message)

    @property
    def renderer(self) -> str:
        """The name of the module that renders."""
        return "statistics" if self.statistics else self.format_ or "full"
