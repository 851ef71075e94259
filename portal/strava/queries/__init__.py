"""Reading about Strava, one module a noun."""
