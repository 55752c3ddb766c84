"""What planning says, in sentences."""
