"""The commands `grade` and `course`; what they do is in grader/commands/."""

from __future__ import annotations

from grader.commands.grade import grade

__all__ = ["course", "grade"]


def course() -> None:
    """For those who build or teach the course; a student kit has no such command."""
    from grader.commands.course import course as group

    group()


if __name__ == "__main__":
    grade()
