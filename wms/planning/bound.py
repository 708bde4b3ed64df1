"""What no plan can undercut: a lower bound of all walking.

It holds for every way to put whole orders on carts of the given capacity and to walk them from
the depot and back over the places where their pieces were promised, urgency left aside. It says
nothing about promising the pieces elsewhere, splitting orders, or another building.

Two arguments, of which the better one counts:
- all tours begin at the depot, so put one after the other they are one tour through all places,
  which is not shorter than the shortest;
- a tour is as long at least as the shortest tour of any of its orders alone, hence as the mean of
  these weighed by the shares of the cart that the orders take (which add up to 1 at most).

Source: for the second, M. Haimovich and A. H. G. Rinnooy Kan, "Bounds and heuristics for
capacitated routing problems", Mathematics of Operations Research 10 (1985), lemma 2, with tours
of orders in the place of distances.
"""

from __future__ import annotations

from collections.abc import Sequence

from wms.planning.batch import Capacity, Order, load_of
from wms.planning.route import length_mm
from wms.planning.travel import Floor, Spot


def least_mm(floor: Floor, depot: Spot, orders: Sequence[Order], capacity: Capacity) -> int:
    """Return a length that the walking for `orders` cannot go below."""
    if not orders:
        return 0
    together = length_mm(floor, depot, {spot for order in orders for spot in order.stops})
    alone = [length_mm(floor, depot, order.stops) for order in orders]
    limits = (capacity.orders, capacity.totes, capacity.weight_grams, capacity.volume_mm3)
    loads = [load_of(order).parts for order in orders]
    shared = []
    for n, most in enumerate(limits):
        parts = [min(load[n], most) * mm for load, mm in zip(loads, alone, strict=True)]
        shared.append(-(-sum(parts) // most) if most else 0)
    return max(together, *shared)


def gap_percent(length: int, least: int) -> int:
    """Return by how much `length` exceeds the bound, percent of the bound, rounded up."""
    return -(-100 * (length - least) // least) if least else 0
