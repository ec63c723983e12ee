"""`grade` inside a notebook: the same checks, verdicts and pictures as the command.

    %load_ext grader.notebook      then    %grade stride    and    %%samples stride
    from grader.notebook import grade      then    grade("stride")
"""

from grader.notebook.magics import grade, load_ipython_extension

__all__ = ["grade", "load_ipython_extension"]
