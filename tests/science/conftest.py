"""Laws are checked on many examples; on a busy machine one of them may be slow, and that proves nothing."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
