"""What delivery says."""
