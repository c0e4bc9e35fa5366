"""What goes wrong with a run."""


class RunError(Exception):
    """Why a run cannot be made, read or stopped, in words for its user."""
