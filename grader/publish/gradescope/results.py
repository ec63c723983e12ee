"""A report → results.json, one test for each check."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.model import Report
from grader.report.lines import Line, lines_of


def results_of(report: Report) -> dict[str, Any]:
    """What Gradescope reads, as its specification names it."""
    return {
        "score": report.score.earned,
        "execution_time": round(report.attempt.seconds),
        "output": f"Graded in this sandbox: {report.attempt.isolation}",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(line) for line in lines_of(report)],
        "leaderboard": [{"name": "points", "value": report.score.earned}, *_speeds(report)],
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
        "score": line.score,
        "max_score": line.most,
        "status": "passed" if line.passed else "failed",
        "output": line.explanation,
        "visibility": "visible",
        "tags": [line.slug],
    }
