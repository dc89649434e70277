"""OpenSLO in its versions: each is a format of its own, and all share what they have in common."""
