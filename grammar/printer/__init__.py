"""Tree to text: the one canonical way to write each schedule."""

from everly.grammar.printer.schedule import print_schedule

__all__ = ["print_schedule"]
