"""The settings on their page: values with what they are for, no secret, for admins only."""

from __future__ import annotations

from tests.usecases.office import signed_in, words
from tests.world import World
from wms import migrate


def test_the_settings_in_force_are_shown_with_what_they_are_for(world: World) -> None:
    changed = {**world.config["picking"], "orders_per_cluster": 9}
    world.config = {**world.config, "picking": changed, "metrics": {"token": "s3cret-of-metrics"}}
    page = signed_in(world, "admin").get("/settings")
    said = words(page)
    assert "orders_per_cluster 9 changed here orders that one picker takes" in said
    assert "departs &#34;lane&#34; a parcel has left from its" in said
    assert f"Migration {migrate.newest()} newest" in said
    assert "s3cret" not in page.get_data(as_text=True)
    assert "token *** changed here" in said


def test_only_admins_see_them(world: World) -> None:
    assert signed_in(world).get("/settings").status_code == 403
