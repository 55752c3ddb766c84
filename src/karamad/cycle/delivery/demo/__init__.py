"""What the demo tells of runs."""
