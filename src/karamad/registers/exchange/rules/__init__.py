"""What a file may say: kinds, columns, cells. Pure."""
