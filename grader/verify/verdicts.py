"""Solution, starter and every submission get what they deserve, whatever the numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from grader.checks.check import Check
from grader.grading import Grader
from grader.misconceptions import read_words
from grader.model import Exercise, Graded, Verdict
from grader.verify.outcome import Outcome

# A submission in a folder `timeout` never returns: there is no need to wait long for that.
SHORT = {"call_seconds": 1.0, "total_seconds": 2.0}

# Such a submission fails every check, also those that never look at an answer.
SAYS_NOTHING_OF_CHECKS = {Verdict.PASSED, Verdict.FORBIDDEN}


def submissions_of(root: Path, slug: str) -> list[Path]:
    """The submissions of an exercise, each in the folder of the verdict that it deserves."""
    return sorted((root / "solutions" / slug / "submissions").glob("*/*.py"))


def verify_verdicts(
    grader: Grader,
    exercise: Exercise,
    seeds: Sequence[int],
    outcome: Outcome,
    progress: Callable[[], None] = lambda: None,
) -> None:
    """Grade everything under every seed; every check must have caught something.

    A check that this machine cannot measure, for the solution either, has had no chance to.
    """
    root, slug = grader.root, exercise.slug
    checks = grader.prepare(exercise)
    _verify_words(root, slug, checks, outcome)
    caught, unmeasured = set[str](), set[str]()
    for path, verdict in _deserved(root, slug).items():
        where = str(path.relative_to(root))
        if verdict not in list(Verdict):
            outcome.promise(False, f"{where}: no verdict is called {verdict!r}")
            continue
        judged = exercise
        if verdict == Verdict.TIMEOUT:
            judged = msgspec.structs.replace(exercise, **SHORT)
        progress()
        for number, graded in enumerate(_attempts(grader, judged, path, seeds, verdict)):
            if verdict not in SAYS_NOTHING_OF_CHECKS:
                caught |= {r.check for r in graded.results if r.verdict == verdict}
            if verdict == Verdict.PASSED and number == 0:
                unmeasured |= {r.check for r in graded.results if r.unmeasured}
            _verify_graded(graded, verdict, f"{where}, seed {seeds[number]}", outcome)
            if path == root / "exercises" / slug / f"{slug}.py":
                earned = graded.score.earned
                outcome.promise(earned == 0, f"{where}: the starter earns {earned:g} points")
    for check in checks:
        outcome.promise(
            check.name in caught | unmeasured,
            f"solutions/{slug}/checks.py: no submission fails {check.name}: "
            "a check that never caught anything may not be able to",
        )


def _attempts(
    grader: Grader, exercise: Exercise, path: Path, seeds: Sequence[int], verdict: str
) -> Iterator[Graded]:
    """One attempt a seed, all in one worker: compiling for each would take most of the time.

    Speeds are measured once, and only where nothing else decides: how long a call takes does not
    depend on the numbers. But some mistakes show only in timed calls. What is slow in one case is
    slow, and to wait for it takes longest.
    """
    with grader.attempts(exercise, path) as attempts:
        for seed in seeds:
            first = seed == seeds[0]
            if verdict == Verdict.SLOW and not first:
                return
            timed = first and verdict in (Verdict.PASSED, Verdict.SLOW)
            enough = Verdict.SLOW if verdict == Verdict.SLOW else None
            graded = attempts.grade(seed, timed=timed, enough=enough)
            yield graded if timed or graded.verdict == verdict else attempts.grade(seed)


def _deserved(root: Path, slug: str) -> dict[Path, str]:
    """What to grade, and the verdict that it must get."""
    deserved = {
        root / "solutions" / slug / f"{slug}.py": "passed",
        root / "exercises" / slug / f"{slug}.py": "missing",
    }
    return deserved | {path: path.parent.name for path in submissions_of(root, slug)}


def _verify_words(root: Path, slug: str, checks: Sequence[Check], outcome: Outcome) -> None:
    """Whatever a learner may get to read is there."""
    where = f"solutions/{slug}/checks.py"
    for check in checks:
        outcome.promise(
            bool(check.hint.strip() and check.run.__doc__),
            f"{where}: {check.name} has no hint or no docstring",
        )
    sentences = [check.sentence for check in checks]
    outcome.promise(
        len(set(sentences)) == len(sentences), f"{where}: two checks have the same docstring"
    )
    submissions = submissions_of(root, slug)
    outcome.promise(bool(submissions), f"solutions/{slug}/submissions: there is none")
    for path in submissions:
        outcome.promise(
            bool(_words(path)),
            f"{path.relative_to(root)}: needs a docstring that says what is wrong",
        )


def _words(path: Path) -> str:
    try:
        return read_words(path)
    except SyntaxError:  # meant, in a submission that cannot be read
        return path.read_text(encoding="utf-8").partition('"""')[2].partition('"""')[0]


def _verify_graded(graded: Graded, verdict: str, where: str, outcome: Outcome) -> None:
    errors = [r.message for r in graded.results if r.verdict is Verdict.ERROR]
    outcome.promise(not errors, f"{where}: {errors[0] if errors else ''}")
    outcome.promise(graded.verdict == verdict, f"{where}: got {graded.verdict}, deserves {verdict}")
    if verdict == Verdict.PASSED:
        outcome.promise(
            graded.score.earned == graded.score.possible,
            f"{where}: earns {graded.score.earned:g} of {graded.score.possible:g} points",
        )
