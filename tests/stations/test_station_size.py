"""A screen is as large as the terminal is, and still readable."""

from __future__ import annotations

import fcntl
import os
import pty
import struct
import termios
from pathlib import Path

import pytest

from stations.screen import render
from stations.size import size_to_draw
from stations.terminal import Terminal
from wms.terminal.wire import Screen


@pytest.mark.parametrize(
    ("real", "told", "drawn"),
    [
        ((30, 20), (0, 0), (30, 20)),
        ((20, 16), (0, 0), (20, 16)),
        ((80, 50), (0, 0), (40, 24)),
        ((10, 5), (0, 0), (20, 16)),
        ((0, 0), (0, 0), (20, 16)),
        ((30, 20), (16, 0), (16, 20)),
        ((30, 20), (60, 8), (60, 8)),
    ],
)
def test_the_size_is_what_was_told_else_the_terminals(
    real: tuple[int, int], told: tuple[int, int], drawn: tuple[int, int]
) -> None:
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", real[1], real[0], 0, 0))
    assert size_to_draw(*told, slave) == drawn
    os.close(master)
    os.close(slave)


def test_a_file_is_drawn_on_as_on_the_smallest_terminal(tmp_path: Path) -> None:
    with (tmp_path / "out").open("w") as file:
        assert size_to_draw(0, 0, file.fileno()) == (20, 16)


def test_a_terminal_that_was_resized_is_drawn_anew(tmp_path: Path) -> None:
    screen = Screen("Start", "Scan", no=1)
    with (tmp_path / "out").open("wb") as file:
        terminal = Terminal(file.fileno())
        for columns, rows in ((20, 16), (30, 20), (30, 20), (20, 8)):
            terminal.draw(render(screen, "ok", "", columns, rows))
    drawn = (tmp_path / "out").read_text()
    assert drawn.count("\x1b[2J") == 3, "the same size again is no reason to clear"
    assert drawn.count("#1 ok") == 3
