"""Reads of training, one module a noun."""
