"""The use cases: validate and gate. They reach the world through ports alone."""
