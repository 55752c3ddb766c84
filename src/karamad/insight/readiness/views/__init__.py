"""Pages of targets: their list, one of them, its people, the boards."""
