"""The runner as a service of systemd: of its user, or of the machine."""
