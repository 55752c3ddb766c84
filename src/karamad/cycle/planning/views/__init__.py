"""The pages of needs, plans and programmes."""
