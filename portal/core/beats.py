"""Where programs say in Redis that they live, for those who look. See workers/beat.py."""

BEAT = "trackside:beat:"
"""Before the name of a program, such as "relay" or "worker:<host>-<process>": a key that soon expires."""
BEATS = "trackside:beats"
"""The names of all who ever did."""
EVERY_S = 5.0
GONE_AFTER_S = 30
