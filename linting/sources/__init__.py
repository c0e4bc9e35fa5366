"""Formats of files, one a module, and which of them reads a file."""
