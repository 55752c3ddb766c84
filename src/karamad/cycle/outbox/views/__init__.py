"""What was sent to whom, and the words of it."""
