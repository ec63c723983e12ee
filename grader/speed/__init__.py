"""How fast is a submission, beside the model solution, and how sure can one be of that?

    baseline → pairs → interval → marks

`pairs` lets submission and baseline take turns on one core, `interval` turns the paired ratios into
a statement with an error rate, `marks` turns that into credit. `baseline` says what is compared
with; `roofline` and `scaling` are for the learner to know, not for marks.
"""
