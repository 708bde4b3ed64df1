"""What a role and a team may do. Pure.

Everybody may do the floor's ordinary work; a team narrows it to kinds and zones.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

SUPERVISORS = ("supervisor", "admin")
RESERVED: Mapping[str, tuple[str, ...]] = {
    "HOLDS": SUPERVISORS,
    "ADJUST": SUPERVISORS,
    "APPROVE": SUPERVISORS,
    "PLAN": SUPERVISORS,
}
"""What is not everybody's, and whose it is."""

NO_ROLE = ""
"""Who has no role is no person: the site's own jobs and commands may do everything."""


def may(role: str, what: str) -> bool:
    """Tell whether a role may do something, such as a dialogue by its key."""
    return role == NO_ROLE or what not in RESERVED or role in RESERVED[what]


@dataclass(frozen=True, slots=True)
class TeamLimits:
    """Kinds of work (dialogues by their keys) and zones of one team; none means all."""

    kinds: frozenset[str] = frozenset()
    zones: frozenset[str] = frozenset()

    def allow(self, kind: str, zones: Collection[str]) -> bool:
        return self.allow_kind(kind) and (not self.zones or self.zones.issuperset(zones))

    def allow_kind(self, kind: str) -> bool:
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Rights:
    """What the teams of a worker allow: what one of them allows is allowed. In no team: all."""

    teams: tuple[TeamLimits, ...] = ()

    def allow(self, kind: str, zones: Collection[str]) -> bool:
        """Tell whether work of a kind that leads into `zones` may be done."""
        return not self.teams or any(team.allow(kind, zones) for team in self.teams)

    def allow_kind(self, kind: str) -> bool:
        """Tell whether work of a kind may be done in some zone at least."""
        return not self.teams or any(team.allow_kind(kind) for team in self.teams)

    def are_narrow(self, kind: str) -> bool:
        """Tell whether some zones are closed for work of a kind."""
        return bool(self.teams) and all(t.zones for t in self.teams if t.allow_kind(kind))


def rights(limits: Iterable[tuple[int, str | None, str | None]]) -> Rights:
    """Return the rights that rows of (team, kind of limit, value) give, one team at least a row."""
    teams: dict[int, dict[str, set[str]]] = {}
    for team, kind, value in limits:
        sets = teams.setdefault(team, {"work": set(), "zone": set()})
        if kind is not None and value is not None:
            sets[kind].add(value)
    return Rights(
        tuple(TeamLimits(frozenset(s["work"]), frozenset(s["zone"])) for s in teams.values())
    )
