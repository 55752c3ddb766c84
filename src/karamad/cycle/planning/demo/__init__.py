"""What the demo nation needs and plans."""
