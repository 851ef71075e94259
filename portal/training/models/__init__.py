"""Tables of training, one module a noun."""
