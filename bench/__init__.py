"""What pages, replay, imports and PDFs cost, as ratios and counts measured in one run."""
