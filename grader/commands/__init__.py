"""The commands: parse, call, print, exit code; nothing else.

Imports are inside the functions, so that `--help` answers at once. `course/` is for instructors;
student kits do not have it.
"""
