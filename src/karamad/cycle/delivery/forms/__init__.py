"""What is typed about runs, who sits in them, and what they came to."""
