"""Standard output and errors: UTF-8 wherever they are no terminal, and a full disk there is told as any other."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from errno import EPIPE
from io import TextIOWrapper


@contextmanager
def standard_streams() -> Iterator[None]:
    """Makes the streams fit for what is printed in the block. Raises BriefgenError where output cannot be written.

    Who only reads the beginning (`| head`) ends the program without a word, as everywhere.
    """
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by who started us; the next file opened would take its number
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: PTH123, SIM115 - stays open to the end
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            _set_encoding(stream)
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:
        from briefgen.errors import BriefgenError, Problem, interrupted

        if error.filename is not None:  # no stream
            raise
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what is still held: Python writes it last
        if interrupted(error):
            raise KeyboardInterrupt from None
        if error.errno == EPIPE:
            raise SystemExit(1) from None
        problem = Problem("standard output", 0, 0, f"cannot be written: {error.strerror}", "is the disk full?")
        raise BriefgenError(problem) from error


def _set_encoding(stream: TextIOWrapper) -> None:
    """Files and pipes hold the same bytes on every machine; a terminal is sent what it can show, escaped the rest."""
    if stream.isatty():
        stream.reconfigure(errors="backslashreplace")
    else:
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
