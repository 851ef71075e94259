"""Reads of activities, one module a noun."""
