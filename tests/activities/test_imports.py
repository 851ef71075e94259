from io import BytesIO

from tests.activities import making


def upload(visit, person, *files, **more):
    form = {"files": [(BytesIO(content), name) for name, content in files]}
    return visit(person, "/activities", method="POST", data=form, **more)


def test_a_file_becomes_an_activity(cast, visit, deliver):
    answer = upload(visit, cast.ana, ("evening.fit", making.fit()))
    deliver()

    page = visit(cast.ana, answer.location).text
    assert answer.status_code == 303
    assert "1 activity" in page
    assert "evening.fit" in page
