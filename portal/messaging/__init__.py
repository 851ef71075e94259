"""Messaging: what a trainer and an athlete say to each other."""
