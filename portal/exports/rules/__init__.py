"""Rules of exports, one module a noun. Pure."""
