"""Who works in the demo, where, with which devices. Pure."""

from __future__ import annotations

from wms.demo.plan import Crew

PEOPLE = (
    ("anna", "Anna Nowak"),
    ("joao", "João Araújo"),
    ("volha", "Вольга Кавалёва"),
    ("piotr", "Piotr Żak"),
    ("ines", "Inês Conceição"),
    ("tomasz", "Tomasz Wróbel"),
    ("alena", "Алена Лукашэвіч"),
    ("bruno", "Bruno Galvão"),
    ("kasia", "Kasia Błaszczyk"),
    ("rui", "Rui Simões"),
)
WALK = ("PUTAWAY", "PICK", "COUNT")
BENCH = ("scanner", "scale", "printer", "documents")


def crew(orders: int) -> tuple[Crew, ...]:
    """Return the stations for so many orders; a large day has more pickers and packers."""
    walkers, packers = 2 + (orders >= 200), 2 + (orders >= 40) + (orders >= 200)
    posts = [
        ("RECV-1", "bench", ("RECEIVE",), ("scanner", "printer")),
        *((f"HAND-{n}", "handheld", WALK, ("scanner",)) for n in range(1, walkers + 1)),
        ("QC-1", "bench", ("QC",), ("scanner",)),
        *((f"PACK-{n}", "bench", ("RECEIVE", "PACK"), BENCH) for n in range(1, packers + 1)),
    ]
    return tuple(
        Crew(code, kind, login, name, flows, devices)
        for (code, kind, flows, devices), (login, name) in zip(posts, PEOPLE, strict=False)
    )
