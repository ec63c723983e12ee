"""A `Report` for people (terminal) and for programs (JSON)."""
