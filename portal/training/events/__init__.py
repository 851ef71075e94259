"""Facts of training, one module a noun."""
