"""Reading what devices and services write: FIT, GPX and TCX, also packed. Content decides, never the name."""
