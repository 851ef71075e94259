"""Strava: the link to an athlete's account, webhooks, import, sharing and erasure."""
