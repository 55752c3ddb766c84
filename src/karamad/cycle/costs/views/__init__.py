"""The pages of costs: a run's, a plan's, a year's, and the provinces side by side."""
