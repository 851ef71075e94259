"""The one contact with Strava: raw JSON in and out, every trouble as one `StravaError`."""
