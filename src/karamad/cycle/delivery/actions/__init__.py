"""What people do with runs, places, attendance and outcomes."""
