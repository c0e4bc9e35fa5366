"""Plugins of the whole test run: fences of Markdown files are tests, and plugins can be tested."""

pytest_plugins = ["pytester", "tests.spec.plugin"]
