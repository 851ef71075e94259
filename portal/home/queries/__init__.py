"""Reads that compose several slices."""
