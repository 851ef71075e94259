"""What athletes recorded: uploaded files, imported activities, and how they fit what was planned."""
