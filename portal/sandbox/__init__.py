"""Stand-ins for outside services, for the demo and the tests: own processes, imported by no slice."""
