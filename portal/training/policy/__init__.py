"""Permissions of training, one module a noun."""
