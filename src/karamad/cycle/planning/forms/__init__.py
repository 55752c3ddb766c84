"""What is typed about needs, plans and programmes."""
