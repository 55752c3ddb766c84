"""What the pages of runs say, in sentences."""
