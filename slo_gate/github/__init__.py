"""What slo-gate says to GitHub, and what GitHub says to it."""
