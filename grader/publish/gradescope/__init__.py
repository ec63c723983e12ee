"""Gradescope: an autograder to upload, and what runs in it.

`upload` is the zip; on Gradescope's side `python -m grader.publish.gradescope` grades one
submission, and `results` says it in the form that Gradescope documents (Autograder Specifications,
gradescope-autograders.readthedocs.io).
"""
