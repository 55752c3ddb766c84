"""Invoices recorded, runs tied to the lines they carry out, plan set beside actual."""
