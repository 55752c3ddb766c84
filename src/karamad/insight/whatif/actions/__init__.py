"""Keeping scenarios, and computing what they would do."""
