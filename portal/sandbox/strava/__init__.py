"""A stand-in for Strava: invented athletes, the real protocol, and trouble on demand."""
