"""Pages of training, one module a noun."""
