"""Ways to report findings, one a module."""
