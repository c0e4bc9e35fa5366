"""Text to tree: the formal grammar of the schedule language, its parser and its printer."""
