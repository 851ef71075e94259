// The logger: written next.
