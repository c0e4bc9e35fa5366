"""Schedules checked where they are kept: found in files, judged by rules, reported, mended and formatted."""
