"""Pages of the roster slice, one module a noun."""
