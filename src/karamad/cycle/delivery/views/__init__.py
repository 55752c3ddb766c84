"""Pages of runs: their list, one of them, its people, its hours."""
