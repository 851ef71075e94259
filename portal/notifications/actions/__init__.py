"""Telling people what happened, one module a way."""
