"""Prints a report and ends its process with "success".

Expect: crashed
"""

import os

print("15 passed in 0.10s", flush=True)
os._exit(0)
