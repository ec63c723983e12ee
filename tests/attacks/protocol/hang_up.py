"""Closes the connection while it is imported, and lives on.

Expect: crashed
"""

import os

os.closerange(3, 100)
while True:
    pass
