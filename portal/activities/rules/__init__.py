"""Activities as values. Other slices need only what is named here."""

from portal.activities.rules.recording import STEPS, Channels, LapMark, Recording, Source
from portal.activities.rules.sports import Sport, sport_of

__all__ = ["STEPS", "Channels", "LapMark", "Recording", "Source", "Sport", "sport_of"]
