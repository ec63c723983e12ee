"""Kernels with words lost, doubled or swapped end in an answer or a message, never in a crash."""

import io
import keyword
import random
import tokenize

import pytest

from grader.cuda import Budget, OutOfBudget, Unsupported, launch, parse_kernels
from tests.cuda.corpus import files, read_case

CASES = [(path, read_case(path)) for path in files("right")]
SMALL = Budget(lane_steps=2_000_000, seconds=5, iterations=300)
WORDS = ["x", "i", "0", "-1", "1.5", "None", "True", "'a'", "(1, 2)", "cuda", "float32", "x[0:2]"]
SIGNS = ["+", "-", "*", "//", "%", "**", "/", "<", "==", "!=", "and", "&", "<<"]
OTHER = ["", ",", "[", "]", "(", ")", "=", ".", ":", "return", "if", "while", "x"]


def garble(source: str, rng: random.Random) -> str:
    """The source with one or two of its words changed, mostly to a word of the same kind."""
    tokens = [t for t in tokenize.generate_tokens(io.StringIO(source).readline) if t.string.strip()]
    decorator = next(k for k, t in enumerate(tokens) if t.string == "@")
    names = [t.string for t in tokens if is_word(t)]
    lines = source.splitlines()
    for _ in range(rng.choice([1, 1, 2])):
        token = tokens[rng.randrange(decorator, len(tokens))]
        kind = WORDS + names if is_word(token) else SIGNS if token.string in SIGNS else OTHER
        (row, begin), (_, end) = token.start, token.end
        line = lines[row - 1]
        lines[row - 1] = line[:begin] + rng.choice(kind) + line[end:]
    return "\n".join(lines)


def is_word(token: tokenize.TokenInfo) -> bool:
    plain = token.type == tokenize.NAME and not keyword.iskeyword(token.string)
    return plain or token.type == tokenize.NUMBER


@pytest.mark.parametrize("seed", range(6))
def test_garbled_kernels_never_crash_the_interpreter(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311
    ran = 0
    for path, case in CASES:
        for _ in range(4):
            source = garble(path.read_text().split("\ndef case")[0], rng)
            try:
                module = parse_kernels(source)
                call = (case["kernel"], case["grid"], case["block"], case["args"])
                launch(module, *call, budget=SMALL)
                ran += 1
            except (Unsupported, OutOfBudget) as error:
                assert error.line >= 1
            except ValueError as error:
                assert "kernel" in str(error) or "parameters" in str(error)
    assert ran >= 10
