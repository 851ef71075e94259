"""Pages of activities, one module a noun."""
