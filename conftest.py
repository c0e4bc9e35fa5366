"""What holds for the whole test run: its plugins, and that no example of hypothesis is timed.

Fences of Markdown files are tests, and plugins can be tested. A deadline would fail on a machine that is merely busy.
"""

from hypothesis import settings

pytest_plugins = ["pytester", "tests.jobs.systemd.managers", "tests.spec.plugin"]

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
