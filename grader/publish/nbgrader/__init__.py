"""nbgrader gives out, collects and keeps the books; the marks are ours.

`source` writes a course for nbgrader. Its configuration puts two steps of ours in the place of
nbgrader's execution of the student's notebook: `cells` takes nothing from it but the code, `marks`
has that code judged in the sandbox, and writes down what it earns.
"""
