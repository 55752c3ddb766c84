"""What is typed about runs and what they came to."""
