"""Snapshots as files: their shape and JSON Schema, how they are read and written, and what a question finds in them."""
