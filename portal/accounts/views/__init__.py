"""Pages of the accounts slice, one module a noun."""
