"""Files of policy tests: what stands in them, and how they are read."""
