"""The rules, one a module, and the order in which they are listed."""
