"""A class's submissions → evidence, marks, an overview.

    submissions → plan → local | cluster → evidence → marks → table | gradebook | overview

One process finds, plans and writes; others grade and only answer. What has been written survives
whatever happens, and is not graded again.
"""
