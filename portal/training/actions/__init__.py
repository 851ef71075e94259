"""Use cases of training, one module a noun."""
