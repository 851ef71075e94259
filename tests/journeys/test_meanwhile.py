"""A set that is ticked in the very moment in which what was sent is cleared away."""

import pytest

pytestmark = pytest.mark.browser

CLEARING = {
    "the session was finished": "store.forget('session')",
    "somebody signs out": "store.tidy()",
    "the former answer is dropped": "store.drop(former)",
}
TICKED = """async () => {
  const store = await import("/static/js/logger/store.js");
  const former = { session: "session", place: "set_a_0", url: "/", fields: [], seq: 1, state: "pending" };
  await store.put(former);
  await store.mark(former, "sent");
  const clear = () => %s;
  await Promise.all([clear(), store.put({ ...former, seq: 2 }), clear()]);
  return (await store.pending()).map(({ seq }) => seq);
}"""
SENT = """async () => {
  const store = await import("/static/js/logger/store.js");
  const entry = { session: "session", place: "set_a_0", url: "/", fields: [], seq: 1, state: "pending" };
  await store.put(entry);
  await store.mark(entry, "sent");
  await store.%s;
  return (await store.of("session")).length;
}"""
LOOKED_AT = """async () => {
  const store = await import("/static/js/logger/store.js");
  const entry = { session: "session", place: "set_a_0", url: "/", fields: [], seq: 1, state: "pending" };
  await Promise.all([store.pending(), store.put(entry)]);
  return Object.keys(localStorage).filter((key) => key.startsWith("unsent")).length;
}"""


@pytest.mark.parametrize("clear", CLEARING.values(), ids=CLEARING)
def test_what_is_ticked_while_the_former_answer_is_cleared_away_is_still_sent(enter, clear):
    page = enter("ana", path="/settings")

    assert page.evaluate(TICKED % clear) == [2]


@pytest.mark.parametrize("clear", ["forget('session')", "tidy()"])
def test_what_the_portal_has_is_cleared_away(enter, clear):
    page = enter("ana", path="/settings")

    assert page.evaluate(SENT % clear) == 0


def test_what_is_ticked_while_the_device_is_looked_through_is_known_to_wait(enter):
    page = enter("ana", path="/settings")

    assert page.evaluate(LOOKED_AT) == 1
