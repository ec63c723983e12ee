"""The one place where submitted code runs, and the only way to reach it.

    trusted                     |  untrusted
    proxy → process → launcher ~~> zygote → (fork) → inside + the submission

Left of the line: inputs, expected values, clock, verdicts. Right of it: one process a submission,
forked from a process that has imported numpy and nothing of ours but this folder. What crosses is
lines of JSON and the bytes of arrays; nothing that comes back is executed, unpickled or believed.
"""
