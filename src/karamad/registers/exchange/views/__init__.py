"""The pages of loads and exports."""
