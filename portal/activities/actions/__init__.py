"""What can be done with activities, one module a noun. Other slices need only what is named here."""

from portal.activities.actions.recordings import forget_recording, forget_source, store_recording

__all__ = ["forget_recording", "forget_source", "store_recording"]
