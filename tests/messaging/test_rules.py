from datetime import timedelta
from uuid import UUID

import pytest

from portal.core.ids import new_id
from portal.messaging.rules import (
    About,
    AboutKind,
    Piece,
    about_of,
    may_still_delete,
    may_still_restore,
    moment_after,
    pieces_of,
)
from tests.cast import NOW

ID = UUID("01a1fdf1-d138-731a-a7e8-df2d98cf62aa")


@pytest.mark.parametrize(
    "about",
    [
        About(AboutKind.SESSION, ID),
        About(AboutKind.ACTIVITY, ID),
        About(AboutKind.SET, ID, "a:0"),
        About(AboutKind.SET, ID, "r_long:12"),
    ],
    ids=str,
)
def test_what_a_message_is_about_survives_an_address(about):
    assert about_of(str(about)) == about


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "session",
        "session:",
        "session:7",
        f"plan:{ID}",
        f"session:{ID}:a:1",
        f"set:{ID}",
        f"set:{ID}:a",
        f"set:{ID}:a:x",
        f"set:{ID}:a b:1",
        f"session:{ID} ",
        "session:------------------------------------",
        f"session:{ID}" * 100,
    ],
)
def test_what_is_no_subject_is_none(typed):
    assert about_of(typed) is None


def test_a_set_knows_its_track_and_position():
    about = About(AboutKind.SET, ID, "r_long:12")

    assert (about.track, about.position) == ("r_long", 12)


@pytest.mark.parametrize(
    ("text", "urls"),
    [
        ("nothing here", []),
        ("see https://example.org/a?b=c#d now", ["https://example.org/a?b=c#d"]),
        ("HTTP://EXAMPLE.ORG", ["HTTP://EXAMPLE.ORG"]),
        ("End of sentence: https://example.org/a.", ["https://example.org/a"]),
        ("(https://example.org/a)", ["https://example.org/a"]),
        ("https://example.org/wiki/Lane_(track)", ["https://example.org/wiki/Lane_(track)"]),
        ("“https://example.org”, he said", ["https://example.org"]),
        ("https://a.example https://b.example!", ["https://a.example", "https://b.example"]),
        ("javascript:alert(1) data:text/html,x ftp://example.org file:///etc/passwd //example.org", []),
        ("https://", []),
        ("https://...", []),
        ('https://example.org/"onmouseover="x', ["https://example.org/"]),
        ("https://example.org/<b>", ["https://example.org/"]),
    ],
)
def test_only_addresses_of_pages_become_links(text, urls):
    pieces = pieces_of(text)

    assert [piece.url for piece in pieces if piece.url] == urls
    assert "".join(piece.text for piece in pieces) == text


def test_an_empty_text_has_no_pieces():
    assert pieces_of("") == ()
    assert pieces_of("a") == (Piece("a"),)


def test_messages_can_be_taken_back_and_restored_for_five_minutes_each():
    assert may_still_delete(NOW, NOW + timedelta(minutes=5))
    assert not may_still_delete(NOW, NOW + timedelta(minutes=5, seconds=1))
    assert may_still_restore(NOW, NOW + timedelta(minutes=5))
    assert not may_still_restore(NOW, NOW + timedelta(minutes=5, seconds=1))


def test_no_two_messages_of_a_conversation_share_a_moment():
    assert moment_after(None, NOW) == NOW
    assert moment_after(NOW - timedelta(seconds=1), NOW) == NOW
    assert moment_after(NOW, NOW) > NOW
    assert moment_after(NOW + timedelta(seconds=1), NOW) > NOW + timedelta(seconds=1)


def test_ids_in_addresses_are_read_in_their_usual_form():
    about = About(AboutKind.ACTIVITY, new_id())

    assert about_of(str(about).upper()) is None
    assert about_of(str(about)) == about
