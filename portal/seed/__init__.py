"""The invented people of the demo world; the tests use the first five of them."""
