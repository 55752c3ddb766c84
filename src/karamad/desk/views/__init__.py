"""The desk's pages: home by role, who may what, what was done."""
