"""Does what students get hold anything that they must not see? Asked of the finished artefact.

    fingerprints of solutions/  ×  every text and every byte of the artefact  →  leaks

`contents` opens archives, compressed files, notebooks and pictures; `fingerprints` says what to
look for; `search` looks.
"""

from grader.publish.leaks.fingerprints import Fingerprints, fingerprints_of
from grader.publish.leaks.search import find_leaks

__all__ = ["Fingerprints", "find_leaks", "fingerprints_of"]
