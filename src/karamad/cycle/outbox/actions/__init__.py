"""Saying something to people, sending it, wording it."""
