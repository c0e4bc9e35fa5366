"""The tests, and the modules they share."""
