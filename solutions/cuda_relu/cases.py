"""Sizes and launches for the checks of exercise 8."""

FITS = {
    "one": {"n": 1, "grid": 1, "block": 1},
    "one block": {"n": 32, "grid": 1, "block": 32},
    "three blocks": {"n": 96, "grid": 3, "block": 32},
    "large blocks": {"n": 2048, "grid": 2, "block": 1024},
    "odd blocks": {"n": 35, "grid": 5, "block": 7},
}
MORE_THREADS = {
    "one value": {"n": 1, "grid": 1, "block": 32},
    "one thread too many": {"n": 31, "grid": 1, "block": 32},
    "one value in the last block": {"n": 33, "grid": 2, "block": 32},
    "half a block": {"n": 1000, "grid": 4, "block": 256},
    "whole blocks too many": {"n": 100, "grid": 9, "block": 64},
    "odd blocks": {"n": 37, "grid": 4, "block": 13},
}
FEWER_THREADS = {
    "one thread": {"n": 5, "grid": 1, "block": 1},
    "one value too many": {"n": 33, "grid": 1, "block": 32},
    "two rounds and a bit": {"n": 203, "grid": 3, "block": 32},
    "many rounds": {"n": 1000, "grid": 2, "block": 16},
    "odd blocks": {"n": 101, "grid": 3, "block": 5},
}
SHAPES = {
    "one": {"n": 1, "threads": 256},
    "none": {"n": 0, "threads": 128},
    "exactly one block": {"n": 256, "threads": 256},
    "one more": {"n": 257, "threads": 256},
    "one less": {"n": 511, "threads": 256},
    "largest block": {"n": 5000, "threads": 1024},
    "smallest block": {"n": 33, "threads": 1},
    "no multiple of 32": {"n": 1000, "threads": 33},
}
REFUSED = {
    "n": {"n": -1, "threads": 256, "why": "there are no −1 values"},
    "no threads": {"n": 10, "threads": 0, "why": "a block of 0 threads cannot be launched"},
    "negative threads": {"n": 10, "threads": -32, "why": "a block cannot have −32 threads"},
    "too many threads": {"n": 10, "threads": 1025, "why": "a block has at most 1024 threads"},
}
