"""The grader of the course: course.yml → checks → worker → results → score → report."""
