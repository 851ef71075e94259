"""Rules of the pages that compose several slices. Pure."""
