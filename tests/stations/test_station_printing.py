"""A copy reaches a printer at most once, and the server hears of it until it has heard."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from station_server import KEY, StationServer, World

from drivers.printers import PrinterDevice, PrinterEvent, PrintProgress
from drivers.simulators import PrinterSimulator
from stations.api import StationApi
from stations.folder import FolderPrinter, label_name
from stations.journal import Journal
from stations.printing import Printer, Printing, PrintTrouble
from stations.prints import PrintBook
from stations.records import PrintKey, Record, restore
from wms.terminal.wire import Document

ZPL = b"^XA^FO20,20^GB100,50,3^FS^XZ"
LABEL = Document(17, "label", 1)

ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            ["want", "hand", "sending", "sent", "confirmed", "unknown", "failed", "tell", "restart"]
        ),
        st.tuples(st.integers(1, 2), st.integers(1, 2)),
    ),
    max_size=40,
)


@settings(max_examples=200, deadline=None)
@given(ACTIONS)
def test_no_copy_is_begun_twice_whatever_happens(actions: list[tuple[str, PrintKey]]) -> None:
    records: list[Record] = []
    book, begun, handed = PrintBook(records.append, {}), [], set()
    for action, key in actions:
        if action == "want":
            book.want([Document(key[0], "label", key[1])])
        elif action == "hand" and book.hand_over(key):
            assert key not in handed
            handed.add(key)
        elif action == "restart":
            book, handed = PrintBook(records.append, restore(records).prints), set()
        elif action == "tell" and key in dict(book.to_report()):
            book.reported(key, dict(book.to_report())[key].state)
        elif action == "sending" and key in handed and book.advance(key, "sending"):
            begun.append(key)
        elif action not in ("hand", "sending", "tell") and key in begun:
            book.advance(key, action)
    assert len(begun) == len(set(begun))
    after = PrintBook(records.append, restore(records).prints)
    assert not set(begun) & set(after.to_fetch())
    assert {state.state for _, state in after.to_report()} <= {"confirmed", "unknown", "failed"}


def until(truth: Callable[[], object], seconds: float = 8.0) -> None:
    """Wait for something to become true, or fail."""
    deadline = time.monotonic() + seconds
    while not truth():
        assert time.monotonic() < deadline, "it never came true"
        time.sleep(0.02)


@pytest.fixture
def world() -> World:
    world = World()
    world.documents[17] = (1, ZPL)
    return world


class Shop:
    """A printing thread between a server and a simulated printer."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self.folder = folder
        self.troubles: list[PrintTrouble] = []
        self.saved: list[str] = []
        self.simulator = PrinterSimulator(folder / "printer", folder / "labels")
        self.server = StationServer(world)

    @contextmanager
    def open(
        self, *, with_printer: bool = True, with_folder: bool = False
    ) -> Iterator[tuple[PrintBook, Printing]]:
        """Run one life of the station process."""
        with closing(Journal(self.folder)) as journal, ExitStack() as stack:
            book = PrintBook(journal.append, journal.restored.prints)
            api = StationApi(self.server.url, "P", KEY)
            printing = Printing(api, book, self.troubles.append)
            printers = self._printers(printing, stack) if with_printer else {}
            if with_folder:
                printers["label"] = self._folder(printing)
            printing.start(printers)
            stack.callback(printing.stop, 5.0)
            yield book, printing

    def _printers(self, printing: Printing, stack: ExitStack) -> dict[str, Printer]:
        def told(event: PrinterEvent) -> None:
            if isinstance(event, PrintProgress):
                printing.on_progress(event)

        device = PrinterDevice(str(self.folder / "printer"), told)
        device.start()
        stack.callback(device.stop)
        documents = FolderPrinter(self.folder / "documents", printing.on_progress)
        return {"label": device, "document": documents}

    def _folder(self, printing: Printing) -> FolderPrinter:
        folder, progress = self.folder / "documents", printing.on_progress
        return FolderPrinter(folder, progress, label_name, lambda: self.saved.append("label"))

    def states(self) -> list[str]:
        return [state for _, state, _ in self.world.reports]


@pytest.fixture
def shop(world: World, tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(world, tmp_path)
    shop.simulator.start()
    yield shop
    shop.simulator.stop()
    shop.server.close()


def test_a_label_is_printed_once_and_confirmed(shop: Shop) -> None:
    with shop.open() as (book, printing):
        assert book.want([LABEL, LABEL])
        assert not book.want([LABEL])
        printing.wake()
        until(lambda: "confirmed" in shop.states())
    with shop.open() as (book, printing):
        assert not book.want([LABEL]), "an answer that is repeated prints nothing"
        printing.wake()
    assert len(shop.simulator.labels) == 1
    assert shop.world.fetched == [17]


def test_a_label_waits_for_paper_even_over_a_restart(shop: Shop) -> None:
    shop.simulator.paper_out = True
    with shop.open() as (book, printing):
        book.want([LABEL])
        printing.wake()
        until(lambda: shop.world.fetched)
    assert shop.states() == [], "nothing was sent, so there is nothing to tell"
    shop.simulator.paper_out = False
    with shop.open():
        until(lambda: "confirmed" in shop.states())
    assert len(shop.simulator.labels) == 1


@pytest.mark.parametrize("state", ["sending", "sent"])
def test_a_label_that_was_begun_before_a_restart_is_unknown(shop: Shop, state: str) -> None:
    with closing(Journal(shop.folder)) as journal:
        book = PrintBook(journal.append, {})
        book.want([LABEL])
        book.advance((17, 1), "sending")
        if state == "sent":
            book.advance((17, 1), "sent")
    with shop.open():
        until(lambda: shop.states() == ["unknown"])
    assert shop.world.fetched == []
    assert shop.simulator.labels == []


def test_another_copy_than_asked_for_is_that_copy(shop: Shop) -> None:
    shop.world.documents[17] = (2, ZPL)
    with shop.open() as (book, printing):
        book.want([LABEL])
        printing.wake()
        until(lambda: "confirmed" in shop.states())
        assert not book.want([Document(17, "label", 2)])
    assert len(shop.simulator.labels) == 1
    assert "failed" not in shop.states()


def test_a_document_goes_into_the_folder_as_a_whole(shop: Shop) -> None:
    shop.world.documents[18] = (1, b"%PDF-1.4 slip")
    with shop.open() as (book, printing):
        book.want([Document(18, "document", 1)])
        printing.wake()
        until(lambda: "confirmed" in shop.states())
    files = list((shop.folder / "documents").iterdir())
    assert [(f.name, f.read_bytes()) for f in files] == [("18.1.pdf", b"%PDF-1.4 slip")]


def test_a_label_goes_into_the_folder_where_no_printer_is(shop: Shop) -> None:
    with shop.open(with_printer=False, with_folder=True) as (book, printing):
        book.want([LABEL])
        printing.wake()
        until(lambda: "confirmed" in shop.states())
        shop.world.documents[17] = (2, ZPL + b" ")
        book.want([Document(17, "label", 2)])
        printing.wake()
        until(lambda: shop.states().count("confirmed") == 2)
    files = {f.name: f.read_bytes() for f in (shop.folder / "documents").iterdir()}
    assert files == {"17-copy1.zpl": ZPL, "17-copy2.zpl": ZPL + b" "}
    assert shop.saved == ["label", "label"]
    assert shop.troubles == []


def test_a_folder_that_cannot_be_written_is_told_in_words(shop: Shop) -> None:
    (shop.folder / "documents").write_text("a file is in the way")
    with shop.open(with_printer=False, with_folder=True) as (book, printing):
        book.want([LABEL])
        printing.wake()
        until(lambda: shop.states() == ["failed"])
    assert "documents cannot be written: File exists" in shop.troubles[0].words
    assert shop.saved == []


def test_a_station_without_the_printer_says_so(shop: Shop) -> None:
    with shop.open(with_printer=False) as (book, printing):
        book.want([LABEL])
        printing.wake()
        until(lambda: shop.states() == ["failed"])
    assert shop.world.reports[0][2] == "this station has no label printer"
    assert "no label printer" in shop.troubles[0].words


def test_a_report_is_made_once_the_server_is_back(shop: Shop) -> None:
    port = shop.server.server_port
    shop.server.close()
    with shop.open(with_printer=False) as (book, printing):
        book.want([LABEL])
        book.advance((17, 1), "sending")
        printing.wake()
        time.sleep(0.2)
        shop.server = StationServer(shop.world, port)
        until(lambda: shop.states() == ["sending"])
