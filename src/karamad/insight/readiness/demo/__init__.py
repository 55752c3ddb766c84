"""What the demo nation tells of readiness."""
