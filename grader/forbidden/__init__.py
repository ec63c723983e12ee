"""What an exercise rules out: the words for it in course.yml, and reading a submission for them.

Reading happens before anything runs. It finds every import and use in the spellings that people
write. What is computed at run time it cannot see: there the sandbox is the second wall, since a
worker can neither import nor read a library that is ruled out (`grader/worker/ruled_out.py`).
"""

from grader.forbidden.reading import TooDeep, Use, find_forbidden
from grader.forbidden.rules import libraries, problem_with

__all__ = ["TooDeep", "Use", "find_forbidden", "libraries", "problem_with"]
