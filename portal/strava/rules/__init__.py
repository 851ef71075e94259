"""What is decided about Strava without asking anybody, one module a noun."""
