"""`wms-station`: one process per station; it wires the devices, the link and the terminal.

It imports little, because it is started often (and killed often): the wire, the drivers, pyserial.
"""

from __future__ import annotations

import argparse
import fcntl
import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from queue import SimpleQueue

from drivers.printers import PrinterDevice, PrinterEvent, PrintProgress
from drivers.scales import ScaleDevice
from drivers.scanners import ScannerDevice
from drivers.worker import DeviceState
from stations.api import StationApi
from stations.client import Outbox
from stations.folder import FolderPrinter, label_name
from stations.journal import Journal
from stations.link import Link
from stations.news import DeviceNews, LabelSaved, News, TimePassed
from stations.pairing import NotPaired, pair_once
from stations.printing import Printer, Printing
from stations.prints import PrintBook
from stations.screen import render
from stations.size import size_to_draw
from stations.station import Station, Wiring
from stations.status import Status
from stations.terminal import BELLS, Keyboard, Terminal
from wms.terminal.wire import Tone

KEY_VARIABLE = "WMS_STATION_KEY"
_Device = ScannerDevice | ScaleDevice | PrinterDevice
Inbox = SimpleQueue[News | None]
"""News for the main thread; None asks it to end."""


class Misused(Exception):  # noqa: N818  (the caller's mistake)
    """The command line or the state folder is wrong; the text says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a station until SIGTERM or Ctrl-C twice; return 0, or 2 when it was started wrongly."""
    options = _parser().parse_args(arguments)
    try:
        if options.pair:
            return _pair(options)
        _check_named(options)
        key = _key(options.key_file)
        with _only_one(options.state):
            _run(options, key)
    except Misused as error:
        print(f"wms-station: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("wms-station", description="A thin station of the WMS.")
    add = parser.add_argument
    add("--server", required=True, help="address, such as http://127.0.0.1:8000")
    add("--station", help="code of this station")
    add("--pair", metavar="CODE", help="pair once, write the key to --key-file, and end")
    add("--key-file", type=Path, help=f"file with the station's key (else ${KEY_VARIABLE})")
    add("--state", type=Path, help="folder for the journal")
    add("--scanner", help="serial port of the barcode scanner")
    add("--scale", help="serial port of the scale (MT-SICS)")
    add("--printer", help="serial port of the label printer (ZPL)")
    add("--documents", type=Path, help="folder for slips (PDF); without --printer labels too (ZPL)")
    add("--columns", type=_at_least(16), default=0, help="width; 0, the default: the terminal's")
    add("--rows", type=_at_least(8), default=0, help="height; 0, the default: the terminal's")
    return parser


def _at_least(least: int) -> Callable[[str], int]:
    def number(text: str) -> int:
        if not text.isdecimal() or 0 < int(text) < least:
            raise argparse.ArgumentTypeError(f"{text!r} is no number from {least} up, nor 0")
        return int(text)

    return number


def _check_named(options: argparse.Namespace) -> None:
    missing = [f"--{name}" for name in ("station", "state") if not getattr(options, name)]
    if missing:
        raise Misused(f"{' and '.join(missing)} must be given (or --pair CODE, to pair first)")


def _pair(options: argparse.Namespace) -> int:
    """Pair this station and say how to start it."""
    if options.key_file is None:
        raise Misused("--pair needs --key-file FILE, where the key is to be kept")
    try:
        station = pair_once(options.server, options.pair, options.key_file)
    except NotPaired as error:
        raise Misused(str(error)) from error
    print(f"paired as {station}; the key is in {options.key_file}")
    return 0


def _key(path: Path | None) -> str:
    try:
        key = (path.read_text("ascii") if path else os.environ.get(KEY_VARIABLE, "")).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise Misused(f"the key file {path} cannot be read: {error}") from error
    if not key or not key.isprintable() or " " in key:
        where = f"the key file {path}" if path else f"--key-file (or ${KEY_VARIABLE})"
        raise Misused(f"{where} must hold the station's key, one line of printable characters")
    return key


@contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold the state folder for this process; the system lets go of it even after a kill."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = (folder / "lock").open("w")
    except OSError as error:
        raise Misused(f"the state folder {folder} cannot be written: {error}") from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Misused(f"another station process uses the state folder {folder}") from error
        yield


def _journal(folder: Path) -> Journal:
    try:
        return Journal(folder)
    except (OSError, ValueError, KeyError) as error:
        raise Misused(f"the journal in {folder} cannot be used: {error!r}") from error


def _apis(options: argparse.Namespace, key: str) -> tuple[StationApi, StationApi]:
    try:
        first, second = (StationApi(options.server, options.station, key) for _ in range(2))
    except ValueError as error:
        raise Misused(str(error)) from error
    return first, second


def _run(options: argparse.Namespace, key: str) -> None:
    # not to stderr, which is the person's screen
    logging.basicConfig(filename=options.state / "station.log", level=logging.WARNING)
    inbox: Inbox = SimpleQueue()
    link_api, print_api = _apis(options, key)
    journal = _journal(options.state)
    book = PrintBook(journal.append, journal.restored.prints)
    printing = Printing(print_api, book, inbox.put)
    link = Link(link_api, inbox.put)
    devices = _Devices(options, inbox, printing)
    wake_after = partial(_wake_after, inbox)
    wiring = Wiring(journal, book, link, _now, printing.wake, devices.listen, wake_after)
    outbox = Outbox(journal.restored.unanswered.values())
    station = Station(wiring, outbox, status=devices.not_yet_seen())
    _end_on_signals(inbox)
    with _running(link, printing, devices):
        _show(station, inbox, options)
    journal.close()


def _now() -> datetime:
    return datetime.now(UTC)


def _wake_after(inbox: Inbox, seconds: float) -> None:
    # a little later, so that a clock a little slower than the timer's agrees
    timer = threading.Timer(seconds + 0.1, inbox.put, [TimePassed()])
    timer.daemon = True
    timer.start()


def _end_on_signals(inbox: Inbox) -> None:
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, lambda *_: inbox.put(None))


class _Devices:
    """The devices named on the command line."""

    def __init__(self, options: argparse.Namespace, inbox: Inbox, printing: Printing) -> None:
        def told(name: str, event: object) -> None:
            inbox.put(DeviceNews(name, event))

        def printer_told(event: PrinterEvent) -> None:
            if isinstance(event, PrintProgress):
                printing.on_progress(event)
            else:
                told("printer", event)

        scanner, scale, printer = options.scanner, options.scale, options.printer
        self._scanner = ScannerDevice(scanner, partial(told, "scanner")) if scanner else None
        self._scale = ScaleDevice(scale, partial(told, "scale")) if scale else None
        self._printer = PrinterDevice(printer, printer_told) if printer else None
        self.printers: dict[str, Printer] = {}
        if options.documents:
            folder = partial(FolderPrinter, options.documents, printing.on_progress)
            saved = partial(inbox.put, LabelSaved())
            self.printers = {"document": folder(), "label": folder(label_name, saved)}
        if self._printer:
            self.printers["label"] = self._printer

    def not_yet_seen(self) -> Status:
        """Return the status before any device has told that it is ready."""
        status = Status()
        named = (("scanner", self._scanner), ("scale", self._scale), ("printer", self._printer))
        for name, device in named:
            if device:
                status.device(name, DeviceState(name, "absent"))
        return status

    def listen(self, wanted: bool) -> None:
        if self._scale:
            self._scale.listen(wanted)

    def start(self) -> None:
        for device in self._all():
            device.start()

    def stop(self) -> None:
        for device in self._all():
            device.stop(timeout_seconds=1.0)

    def _all(self) -> list[_Device]:
        devices: tuple[_Device | None, ...] = (self._scanner, self._scale, self._printer)
        return [device for device in devices if device]


@contextmanager
def _running(link: Link, printing: Printing, devices: _Devices) -> Iterator[None]:
    link.start()
    printing.start(devices.printers)
    devices.start()
    try:
        yield
    finally:
        # printing first: it must know that what the printer gives back now is not a failure
        for part in (printing, devices, link):
            part.stop()


def _show(station: Station, inbox: Inbox, options: argparse.Namespace) -> None:
    terminal = Terminal()
    keyboard = Keyboard(inbox.put, partial(inbox.put, None))
    keyboard.start()
    try:
        terminal.open()
        station.start()
        _draw(station, terminal, options)
        while not station.ended and (news := inbox.get()) is not None:
            station.handle(news)
            _draw(station, terminal, options)
    except OSError as gone:
        # the person's terminal has closed; whoever started this process starts it again
        print(f"wms-station: the terminal has gone: {gone}", file=sys.stderr)
    finally:
        keyboard.stop()
        terminal.close()


def _draw(station: Station, terminal: Terminal, options: argparse.Namespace) -> None:
    bells, station.bells = BELLS[station.bells], Tone.NEUTRAL
    columns, rows = size_to_draw(options.columns, options.rows)
    words = station.status.words(columns - len(f"#{station.screen.no} "))
    terminal.draw(render(station.screen, words, station.typed, columns, rows), bells)


if __name__ == "__main__":
    sys.exit(main())
