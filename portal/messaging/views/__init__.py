"""Pages of messaging, one module a noun."""
