"""A report → what GitHub Classroom's reporter reads, with partial credit.

    grade --json report.json; python -m grader.report.classroom report.json >> "$GITHUB_OUTPUT"

The form is that of classroom-resources/autograding-grading-reporter: JSON, base64, the output
`result` of a step.
"""

from __future__ import annotations

import base64
import sys
from pathlib import Path
from typing import Any

import msgspec

from grader.model import Report, Verdict
from grader.report.lines import lines_of


def classroom_results(report: Report) -> dict[str, Any]:
    """One test for each check; what could not be judged makes the whole an error, no zero."""
    cases = [result for graded in report.exercises for result in graded.results]
    unsure = any(result.verdict is Verdict.ERROR for result in cases)
    lines = lines_of(report)
    passed = all(line.passed for line in lines)
    return {
        "version": 1,
        "status": "error" if unsure else "pass" if passed else "fail",
        "max_score": report.score.possible,
        "tests": [
            {
                "name": line.name,
                "status": "pass" if line.passed else "fail",
                "score": line.score,
                "message": line.explanation,
                "test_code": f"grade {line.slug}",
                "filename": f"exercises/{line.slug}/{line.slug}.py",
                "line_no": 0,
                "execution_time": 0,
            }
            for line in lines
        ],
    }


def main() -> None:
    """Print the step's output."""
    report = msgspec.json.decode(Path(sys.argv[1]).read_bytes(), type=Report)
    encoded = base64.b64encode(msgspec.json.encode(classroom_results(report)))
    sys.stdout.write(f"result={encoded.decode()}\n")


if __name__ == "__main__":
    main()
