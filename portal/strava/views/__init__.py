"""Pages about Strava, and its doorbell, one module a noun."""
