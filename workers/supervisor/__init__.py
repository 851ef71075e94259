"""One command that runs everything: an embedded Redis, the portal's processes, the demo's stand-ins."""
