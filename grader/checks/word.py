"""Words are the only ways in which a check judges an answer, so a check can be repeated from them.

Publishing listens to the words that are said about the model solution's answers, and student kits
say the same words about a learner's answers, without the check itself.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec

if TYPE_CHECKING:
    from grader.worker.calls import Answer
    from grader.worker.proxy import Function, Submission

P = ParamSpec("P")
Fresh = Callable[[], tuple[Any, ...]]

WORDS: dict[str, Callable[..., None]] = {}
PLAIN: set[str] = set()  # those of WORDS that no mistake explains
RACES: dict[str, Callable[..., None]] = {}
READINGS: dict[str, Callable[..., None]] = {}


def word(compare: Callable[Concatenate[Answer, P], None]) -> Callable[Concatenate[Answer, P], None]:
    """Make a function a word: whoever listens to the answer hears its name and its arguments.

    Its arguments must be data (arrays, numbers, texts, None, tuples of these), or other answers.
    """
    signature = inspect.signature(compare)

    @functools.wraps(compare)
    def compared(answer: Answer, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if answer.listener is not None:
            _, *arguments = signature.bind(answer, *args, **kwargs).arguments.items()
            answer.listener(compare.__name__, answer, dict(arguments))
        compare(answer, *args, **kwargs)

    WORDS[compare.__name__] = compared
    return compared


def plain_word(
    compare: Callable[Concatenate[Answer, P], None],
) -> Callable[Concatenate[Answer, P], None]:
    """A word whose fault no known mistake explains: none needs to be asked."""
    PLAIN.add(compare.__name__)
    return word(compare)


def race(
    measure: Callable[Concatenate[Function, Fresh, P], None],
) -> Callable[Concatenate[Function, Fresh, P], None]:
    """Make a function a word about speed: whoever listens to the submission hears it instead.

    Its keyword arguments must be data, but for `expected`, the reference.
    """

    @functools.wraps(measure)
    def raced(function: Function, fresh: Fresh, /, *args: P.args, **kwargs: P.kwargs) -> None:
        listener = function.submission.race_listener
        if listener is not None:
            listener(measure.__name__, function.name, fresh, dict(kwargs))
            return
        measure(function, fresh, *args, **kwargs)

    RACES[measure.__name__] = raced
    return raced


def reading(
    read: Callable[Concatenate[Submission, P], None],
) -> Callable[Concatenate[Submission, P], None]:
    """Make a function a word about a submission's text, which is not run; whoever listens hears it.

    Its arguments must be data.
    """
    signature = inspect.signature(read)

    @functools.wraps(read)
    def looked(submission: Submission, /, *args: P.args, **kwargs: P.kwargs) -> None:
        if submission.reading_listener is not None:
            _, *arguments = signature.bind(submission, *args, **kwargs).arguments.items()
            submission.reading_listener(read.__name__, dict(arguments))
        read(submission, *args, **kwargs)

    READINGS[read.__name__] = looked
    return looked


def say(name: str, answer: Answer, arguments: dict[str, Any]) -> None:
    """Judge an answer by the word of that name.

    Raises:
        NotPassed: whatever the word raises.
    """
    WORDS[name](answer, **arguments)
