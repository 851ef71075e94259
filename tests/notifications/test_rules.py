from pathlib import Path

import pytest

from portal.core.ids import new_id
from portal.notifications.rules import ICONS, NoticeKind, url_of, words_of

DONE_BY_THE_PORTAL = {
    NoticeKind.IMPORT_REFUSED,
    NoticeKind.STRAVA_NEEDS_REAUTH,
    NoticeKind.STRAVA_ERASED,
    NoticeKind.EXPORT_READY,
    NoticeKind.EXPORT_FAILED,
}


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_has_words_whatever_is_known(kind):
    for name, title in [("Ana", "Base"), ("Ana", ""), ("", "Base"), ("", "")]:
        words = str(words_of(kind, name=name, title=title if _has_title(kind) else ""))
        assert words.endswith(".")
        assert ("Ana" in words) == (bool(name) and kind not in DONE_BY_THE_PORTAL)


def _has_title(kind):
    return kind in {NoticeKind.PLAN_PUBLISHED, NoticeKind.SESSION_FINISHED}


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_has_a_sign(kind):
    assert f'id="{ICONS[kind]}"' in Path("static/icons.svg").read_text()


@pytest.mark.parametrize("is_trainer", [True, False])
@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_leads_to_a_page(app, kind, is_trainer):
    url = url_of(kind, subject_id=new_id(), other_id=new_id(), is_trainer=is_trainer)

    endpoint, _ = app.url_map.bind("localhost").match(url.partition("#")[0], method="GET")
    assert endpoint in app.view_functions
