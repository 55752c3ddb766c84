"""Form fields that take what Persian hands type."""
