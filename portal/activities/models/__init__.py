"""Tables of activities, one module a noun. Other slices need only what is named here."""

from portal.activities.models.activities import Activity, Lap
from portal.activities.models.files import ActivityFile, Import
from portal.activities.models.streams import ActivityStream
from portal.activities.models.thresholds import AthleteThresholds

__all__ = ["Activity", "ActivityFile", "ActivityStream", "AthleteThresholds", "Import", "Lap"]
