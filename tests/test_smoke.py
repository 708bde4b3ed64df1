from tests.world import World


def test_signing_in_shows_the_menu(world: World) -> None:
    world.bins("A-01").item("MUG", gtin="9501101530003").stock("MUG", 3, at="A-01")
    desk = world.station("H1", worker="anna")
    assert desk.screen.title == "MENU"
    assert desk.key("BACK").title == "SIGN IN"
    assert world.differences() == []
    assert world.on_hand("MUG") == {"A-01": 3}
