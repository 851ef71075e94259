"""Reading what is printed, and how far it is."""
