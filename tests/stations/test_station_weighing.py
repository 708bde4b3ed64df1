"""A weight is sent when it says something new."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from stations.weighing import JITTER_GRAMS, Weighing


def on_screen(no: int = 7) -> Weighing:
    weighing = Weighing()
    weighing.show(no, wanted=True)
    return weighing


def test_a_stable_weight_is_sent_once_for_a_screen() -> None:
    weighing = on_screen()
    assert weighing.read(1250, stable=False) is None
    assert weighing.read(1250, stable=True) == 1250
    assert weighing.read(1250, stable=True) is None


def test_a_weight_that_lay_there_before_the_screen_is_sent() -> None:
    weighing = Weighing()
    assert weighing.read(800, stable=True) is None
    weighing.show(8, wanted=True)
    assert weighing.read(800, stable=True) == 800


def test_a_weight_waits_while_an_event_is_under_way() -> None:
    weighing = on_screen()
    assert weighing.read(800, stable=True, busy=True) is None
    assert weighing.read(800, stable=True) == 800


def test_an_empty_or_moving_pan_sends_nothing() -> None:
    weighing = on_screen()
    readings = [(0, True), (-3, True), (500, False)]
    assert [weighing.read(grams, stable) for grams, stable in readings] == [None] * 3


def test_a_refused_weight_is_not_sent_again_for_the_next_screens() -> None:
    weighing = on_screen()
    weighing.read(1250, stable=True)
    weighing.settle(1250, "refused", 8)
    for no in (8, 9, 10):
        weighing.show(no, wanted=True)
        assert weighing.read(1250, stable=True) is None


def test_a_refused_weight_is_sent_again_once_the_pan_was_empty() -> None:
    weighing = on_screen()
    weighing.read(1250, stable=True)
    weighing.settle(1250, "refused", 7)
    assert weighing.read(0, stable=True) is None
    assert weighing.read(1250, stable=True) == 1250


def test_a_changed_weight_is_sent_after_a_refusal() -> None:
    weighing = on_screen()
    weighing.read(1250, stable=True)
    weighing.settle(1250, "refused", 7)
    assert weighing.read(1252, stable=True) is None, "a flicker is no change"
    assert weighing.read(1251, stable=False) is None
    assert weighing.read(1253, stable=True) == 1253, "it moved and came to rest elsewhere"


def test_a_stale_weight_is_sent_again_for_the_new_screen() -> None:
    weighing = on_screen()
    weighing.read(1250, stable=True)
    weighing.settle(1250, "stale", 8)
    weighing.show(8, wanted=True)
    assert weighing.read(1250, stable=True) == 1250


def test_an_applied_weight_vouches_for_nothing_else_until_the_pan_was_empty() -> None:
    weighing = on_screen()
    weighing.read(1250, stable=True)
    weighing.settle(1250, "applied", 8)
    weighing.show(8, wanted=True)
    assert weighing.read(1250, stable=True) is None
    weighing.show(9, wanted=True)
    assert weighing.read(1250, stable=True) is None
    assert weighing.read(0, stable=True) is None
    assert weighing.read(1250, stable=True) == 1250


READINGS = st.lists(st.tuples(st.sampled_from([0, 900, 903, 1250]), st.booleans()), max_size=40)


@settings(max_examples=200)
@given(READINGS, st.sampled_from(["refused", "rejected", "applied"]))
def test_between_two_sendings_of_a_refused_weight_the_pan_was_touched(
    readings: list[tuple[int, bool]], outcome: str
) -> None:
    weighing = on_screen()
    touched, last, no = True, -1, 7
    for grams, stable in readings:
        touched |= not stable or grams == 0 or abs(grams - last) > JITTER_GRAMS
        sent = weighing.read(grams, stable)
        if sent is not None:
            assert touched
            touched, last, no = False, sent, no + 1
            weighing.settle(sent, outcome, no)
            weighing.show(no, wanted=True)


def test_the_scale_is_listened_to_until_a_judged_parcel_was_lifted() -> None:
    """So that the next one is believed although it weighs the same."""
    weighing = on_screen()
    weighing.read(1250, stable=True)
    weighing.settle(1250, "applied", 8)
    weighing.show(8, wanted=False)
    assert weighing.listens
    assert weighing.read(0, stable=True) is None
    assert not weighing.listens
    weighing.show(9, wanted=True)
    assert weighing.read(1250, stable=True) == 1250
