"""Training rules, one module a noun. Pure."""
