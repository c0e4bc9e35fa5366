"""The many ways to write one tree: aliases, letter case, blanks, redundant parentheses."""

from everly.scheduling.testing.spelling.schedule import schedule_texts, spellings

__all__ = ["schedule_texts", "spellings"]
