"""Running commands by a schedule, and the command line."""
