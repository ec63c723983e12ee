"""A report → results.json, one test for each check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.model import Report
from grader.report.lines import Line, lines_of

DIGITS = 6  # of points: 1.0499999999999998 is 1.05


def results_of(report: Report) -> dict[str, Any]:
    """What Gradescope reads, as its specification names it."""
    points = round(report.score.earned, DIGITS)
    return {
        "score": points,
        "execution_time": round(report.attempt.seconds),
        "output": f"Graded in this sandbox: {report.attempt.isolation}",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(line) for line in lines_of(report)],
        "leaderboard": [{"name": "points", "value": points}, *_speeds(report)],
    }


def _speeds(report: Report) -> Iterator[dict[str, Any]]:
    """How fast each exercise is that has a speed, in the case in which it is slowest."""
    for graded in report.exercises:
        ratios = [result.speed.ratio for result in graded.results if result.speed]
        if ratios:
            yield {"name": f"{graded.slug}: speed, model solution = 1", "value": min(ratios)}


def _test(line: Line) -> dict[str, Any]:
    return {
        "name": line.name,
        "number": line.number,
        "score": round(line.score, DIGITS),
        "max_score": round(line.most, DIGITS),
        "status": "passed" if line.passed else "failed",
        "output": line.explanation,
        "visibility": "visible",
        "tags": [line.slug],
    }
