"""What is handed out: the course as a student kit, and as other systems want it.

    course → verified → artefacts → no leaks → files

Nothing is written before all of it is built and looked through.
"""
