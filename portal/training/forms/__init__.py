"""Forms of training, one module a noun."""
