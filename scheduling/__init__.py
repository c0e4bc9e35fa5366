"""Tree to meaning: resolving a schedule, computing its instants exactly, and making triggers of it."""
