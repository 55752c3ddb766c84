"""Asking for training, finding who lacks it, settling what was asked."""
