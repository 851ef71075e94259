"""Sets that were not logged: what decides is read from its own place, not from whatever was logged instead."""

import re

import pytest

from portal.training.models.logs import SessionLog

LOADS_KG = (75, 85, 95, 90, 85, 80, 75, 70, 65)
"""What the top-set table asks for at a training maximum of 100 kg; the third set is open."""
TOP = 2


@pytest.fixture
def train(cast, visit, gym):
    """Log the first session of a top-set table but for some sets; return the top load of the next one."""

    def train(reps, *, skipped):
        plan = gym.plan(gym.squats(preset="top_set_table", training_max=100, days=(0, 1, 2, 3, 4, 5, 6)))
        first, second = gym.sessions(plan)[:2]
        url = f"/sessions/{first.id}"
        shown = re.search(r'name="shown" value="([^"]+)"', visit(cast.ana, url).text)[1]
        for position, load in enumerate(LOADS_KG):
            if position not in skipped:
                fields = {"track": "a", "position": position, "load": load, "reps": reps if position == TOP else 3}
                assert visit(cast.ana, f"{url}/sets", method="POST", shown=shown, **fields).status_code == 303
        visit(cast.ana, f"{url}/completion", method="POST", shown=shown)
        return top_load_kg(visit(cast.ana, f"/sessions/{second.id}").text)

    return train


def top_load_kg(html):
    row = re.search(rf'<li id="set_a_{TOP}">(.*?)</li>', html, re.DOTALL)[1]
    return float(re.search(r'name="load"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="load"', row)[1])


@pytest.mark.parametrize("skipped", [(), (0,), (0, 1), (0, 1, 4, 7)])
@pytest.mark.parametrize(("reps", "training_max"), [(10, 107.5), (1, 100)])
def test_the_open_set_decides_whatever_was_skipped_before_it(train, reps, training_max, skipped):
    assert train(reps, skipped=skipped) == pytest.approx(0.95 * training_max, abs=1.25)


def test_without_the_open_set_nothing_is_read_into_another(train):
    assert train(10, skipped=(TOP,)) == 95


def test_what_was_skipped_counts_neither_as_done_nor_as_done_last_time(train, session):
    train(3, skipped=(0, 1, TOP))

    (log,) = session.query(SessionLog)
    assert log.done["a"][:4] == [None, None, None, [90, 3]]
    assert log.done_pct == 67
