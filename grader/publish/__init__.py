"""From solution to what a learner gets."""
