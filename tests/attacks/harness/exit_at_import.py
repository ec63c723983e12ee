"""Leaves with exit code 0 before any check can run.

Expect: crashed
"""

raise SystemExit(0)
