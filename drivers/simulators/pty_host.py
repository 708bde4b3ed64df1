"""A serial socket without hardware: a pty pair whose slave hangs at a stable symlink.

Source: pty(7), termios(3). Traps met: a pty starts with echo (hence raw mode before anyone
opens it); the master reads EIO while no one holds the slave (hence the slave kept open here);
closing both ends gives the client exactly the errors of a pulled USB adapter. A pty has no parity
and no modem lines.
"""

from __future__ import annotations

import os
import select
import time
import tty
from pathlib import Path

STUCK_SECONDS = 2.0


class PtyHost:
    """The device's end of the cable; to be used by one thread."""

    def __init__(self, link_path: str | Path) -> None:
        self.link_path = Path(link_path)
        self._master = -1
        self._slave = -1

    @property
    def is_plugged(self) -> bool:
        """Tell whether the device is on the bus."""
        return self._master >= 0

    def replug(self) -> None:
        """Appear on the bus, as a new device node behind the same symlink."""
        if self.is_plugged:
            return
        self._master, self._slave = os.openpty()
        tty.setraw(self._slave)
        os.set_blocking(self._master, False)
        self._point_link_at(os.ttyname(self._slave))

    def unplug(self) -> None:
        """Vanish: the client's next read or write fails, its next open finds nothing."""
        if not self.is_plugged:
            return
        self.link_path.unlink(missing_ok=True)
        os.close(self._master)
        os.close(self._slave)
        self._master = self._slave = -1

    def read(self, timeout_seconds: float, wake_fd: int) -> bytes:
        """Return what the client has sent; b"" on time-out, unplugged, or when `wake_fd` rises."""
        watched = [fd for fd in (self._master, wake_fd) if fd >= 0]
        ready, _, _ = select.select(watched, [], [], timeout_seconds)
        return os.read(self._master, 4096) if self._master in ready else b""

    def write(self, data: bytes) -> bool:
        """Send to the client; False when unplugged or when nobody has read for two seconds."""
        deadline = time.monotonic() + STUCK_SECONDS
        while data and self.is_plugged:
            left = deadline - time.monotonic()
            _, ready, _ = select.select([], [self._master], [], max(0.0, left))
            if not ready:
                return False
            data = data[os.write(self._master, data) :]
        return not data

    def _point_link_at(self, target: str) -> None:
        self.link_path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.link_path.with_name(f".{self.link_path.name}.{os.getpid()}")
        fresh.unlink(missing_ok=True)
        fresh.symlink_to(target)
        os.replace(fresh, self.link_path)
