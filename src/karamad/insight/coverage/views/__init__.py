"""Pages of the coverage: the counts, the people behind them, past months, files."""
