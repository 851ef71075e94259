"""What an athlete does next, computed from a program and the log by rules anyone can read. Pure."""
