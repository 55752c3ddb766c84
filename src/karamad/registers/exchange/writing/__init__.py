"""From checked rows to register rows: compare by key, supersede, add, derive."""
