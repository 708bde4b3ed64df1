"""One station's devices, its process and its terminal, as the person there meets them."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import stations
from drivers.simulators import PrinterSimulator, ScaleSimulator, ScannerSimulator
from stations.people.reality import Post
from stations.people.terminal import StationProcess, Terminal

CAPACITY_GRAMS = 100_000
SETTLE_SECONDS = 0.05
PRINT_SECONDS = 0.02


class Bench:
    """Everything that stands at one station; labels that come out are added to `prints`."""

    def __init__(self, post: Post, run: Path, server: str, prints: list[Path]) -> None:
        devices, out = run / "dev" / post.code, run / "prints" / post.code
        for folder in (devices, out, run / "state", run / "logs"):
            folder.mkdir(parents=True, exist_ok=True)
        has = post.devices.__contains__
        self.scanner = ScannerSimulator(devices / "scanner")
        self.scale: ScaleSimulator | None = None
        if has("scale"):
            self.scale = ScaleSimulator(
                devices / "scale", capacity_grams=CAPACITY_GRAMS, settle_seconds=SETTLE_SECONDS
            )
        self.printer: PrinterSimulator | None = None
        if has("printer"):
            self.printer = PrinterSimulator(
                devices / "printer", out, on_label=prints.append, print_seconds=PRINT_SECONDS
            )
        self.documents = run / "documents" / post.code if has("documents") else None
        self.terminal = Terminal()
        command = [*_command(post, run, server), *self._options()]
        errors = run / "logs" / f"station-{post.code}.log"
        self.process = StationProcess(command, self.terminal.slave, errors, _environment())

    def start(self) -> None:
        """Plug everything in and start the station."""
        for device in self._devices():
            device.start()
        self.process.keep_alive()

    def stop(self) -> None:
        """End the station and switch everything off."""
        self.process.end()
        for device in self._devices():
            device.stop()

    def _devices(self) -> list[ScannerSimulator | ScaleSimulator | PrinterSimulator]:
        return [device for device in (self.scanner, self.scale, self.printer) if device]

    def _options(self) -> list[str]:
        options = ["--scanner", self.scanner.path]
        if self.scale:
            options += ["--scale", self.scale.path]
        if self.printer:
            options += ["--printer", self.printer.path]
        if self.documents:
            options += ["--documents", str(self.documents)]
        return options


def _command(post: Post, run: Path, server: str) -> list[str]:
    state = run / "state" / post.code
    command = [sys.executable, "-m", "stations.main", "--server", server, "--station", post.code]
    return [*command, "--key-file", str(post.key_file), "--state", str(state)]


def _environment() -> dict[str, str]:
    """Return an environment in which the station finds this same program, wherever it starts."""
    root = str(Path(stations.__file__).parents[1])
    paths = [root, *filter(None, [os.environ.get("PYTHONPATH")])]
    fixed = {"PYTHONSAFEPATH": "1", "PYTHONUNBUFFERED": "1"}
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths), **fixed}
