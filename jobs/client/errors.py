"""What goes wrong with asking the runner."""


class RunnerError(Exception):
    """The runner cannot be asked, or refuses what it is asked; `help` is the way out, if one is known."""

    def __init__(self, message: str, help: str | None = None) -> None:
        super().__init__(message)
        self.help = help
