"""What makes the suite faster by way of the interpreter alone: no test is changed by it, nor fails without it.

`CONSULT_PLAIN=1` leaves them out, to see whether one is to blame, or still worth its lines.
"""

import gc
import os

import pytest

IS_OFF = bool(os.environ.get("CONSULT_PLAIN"))
ROOM = 1 << 17


def give_frames_room():
    """Keep CPython from asking the system for memory at each call of a deep loop: some 6 % of the suite's time.

    It takes memory for frames in pieces of 16 KB and gives an empty piece back at once, so that a loop which happens to
    stand at the edge of a piece asks thousands of times. The frame of pytest that calls each test is declared to need
    room for so many values that it gets one large piece, which holds all frames below it.
    """
    if not IS_OFF:
        caller = pytest.CallInfo.from_call.__func__
        caller.__code__ = caller.__code__.replace(co_stacksize=ROOM)


def collect_nothing_yet():
    """While the tests are read in, next to nothing is garbage."""
    if not IS_OFF:
        gc.set_threshold(100_000)


def collect_seldom():
    """What was imported stays to the end: the garbage collector need not go through it again and again."""
    if not IS_OFF:
        gc.collect()
        gc.freeze()
        gc.set_threshold(3_000, 10, 400)


def collect_no_more():
    """At the end the runner would go through all that is left five times."""
    if not IS_OFF:
        gc.freeze()
