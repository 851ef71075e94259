"""Tables of Strava, one module a noun."""
