"""What leaves the portal on paper and as files."""
