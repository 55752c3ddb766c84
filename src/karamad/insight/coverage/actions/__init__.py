"""Counting everybody, keeping the counts, and answering pages from them."""
