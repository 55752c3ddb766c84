"""Pages: the passport, who qualifies, decisions, objections."""
