"""The many ways to write one tree: aliases, letter case, blanks, redundant parentheses."""

from tests.strategies.spelling.schedule import spellings

__all__ = ["spellings"]
