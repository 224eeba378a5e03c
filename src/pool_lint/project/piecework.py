"""Work in pieces: what a forked process does until there are no more of them."""

from __future__ import annotations

import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, NoReturn

SIZE = 8
"""How many bytes say how long a message is."""
_NUMBER = 4


class Work(NamedTuple):
    """What is to be done, and the pipe that the numbers of its pieces come through."""

    call: Callable[[Any], Any]
    pieces: Sequence[Sequence[Any]]
    numbers: int
    writer: int

    def hand_out(self) -> None:
        """Write the numbers of all pieces, and no more."""
        numbers = range(len(self.pieces))
        os.write(self.writer, b"".join(n.to_bytes(_NUMBER) for n in numbers))
        os.close(self.writer)

    def next_number(self) -> int | None:
        """Take the next number, None where there are no more."""
        taken = os.read(self.numbers, _NUMBER)
        return int.from_bytes(taken) if taken else None

    def call_off(self) -> None:
        """Take all numbers that are left."""
        while self.next_number() is not None:
            pass

    def close(self) -> None:
        """Call off what is left, for good."""
        self.call_off()
        os.close(self.numbers)


def live(work: Work, write: int, parent: int) -> NoReturn:
    """Do pieces of the work until there are no more, and end the process."""
    code = 1
    try:
        # An interrupt reaches all processes; one is enough to end the run.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        _work_off(work, write, parent)
        code = 0
    finally:
        os._exit(code)


def _work_off(work: Work, write: int, parent: int) -> None:
    """Send the number of each piece, its results, and the parts of an error."""
    number: int | None = 0
    try:
        while (number := work.next_number()) is not None:
            result = []
            for thing in work.pieces[number]:
                if os.getppid() != parent:  # who has started this is gone
                    return
                result.append(work.call(thing))
            _send(write, (number, result, ()))
    finally:
        error = sys.exc_info()[1]
        if error:  # it is to be raised there
            import traceback  # noqa: PLC0415 - start-up

            text = "".join(traceback.format_exception(error))
            parts = (type(error), error.args, vars(error), text)
            _send(write, (number, [], parts))


def _send(write: int, message: object) -> None:
    data = pickle.dumps(message)
    with os.fdopen(write, "wb", closefd=False) as file:
        file.write(len(data).to_bytes(SIZE) + data)
