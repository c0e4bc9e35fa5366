"""Schedules in plain words: parse them, see when they fire, and hand them to APScheduler."""
