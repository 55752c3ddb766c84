"""Setting targets, and reading how they stand."""
