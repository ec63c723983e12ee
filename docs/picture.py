"""Draws docs/grade.svg: a real run of `grade` on tests/first_week.

python docs/picture.py
"""

from __future__ import annotations

import io
import time
from pathlib import Path

from rich.console import Console

from grader.course import load_course
from grader.grading import Grader
from grader.report.terminal import print_report

ROOT = Path(__file__).resolve().parent.parent
SEED = 2026
WIDTH = 96

# rich's own template without the web font: a picture must not ask the network for anything.
TEMPLATE = """\
<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: Menlo, Consolas, "DejaVu Sans Mono", monospace;
  font-size: {char_height}px; line-height: {line_height}px; font-variant-east-asian: full-width; }}
{styles}
</style>
<defs><clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}" /></clipPath>
{lines}</defs>
<rect fill="#292929" x="1" y="1" width="{width}" height="{height}" rx="8"/>
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g></g></svg>
"""


def main() -> None:
    """Grade the first week and save what the terminal would show."""
    console = Console(record=True, width=WIDTH, file=io.StringIO(), highlight=False)
    course = load_course(ROOT / "course.yml")
    started = time.time()
    with Grader(ROOT, course) as grader:
        graded = [
            grader.grade(
                exercise, Path("tests/first_week", exercise.slug, f"{exercise.slug}.py"), SEED
            )
            for exercise in course.exercises
        ]
        report = grader.report(graded, SEED, started)
    console.print("$ grade --submission tests/first_week\n")
    print_report(console, report, hint=False, complete=True)
    target = ROOT / "docs" / "grade.svg"
    console.save_svg(str(target), title="", code_format=TEMPLATE, unique_id="grade")


if __name__ == "__main__":
    main()
