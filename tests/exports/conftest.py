from uuid import UUID

import pytest

from portal.core.db import db
from portal.exports.models import Export
from tests.training.builders import Gym


@pytest.fixture
def gym(app, cast):
    return Gym(app, cast)


@pytest.fixture
def printed(visit, cast, deliver):
    """Ask for a plan on paper, as somebody does, and have it drawn; return the row."""

    def printed(plan, *, who=None, weeks=1, paper="a4", is_delivered=True):
        answer = visit(who or cast.ana, f"/plans/{plan.id}/exports", method="POST", weeks=weeks, paper=paper)
        assert answer.status_code == 303, answer.text
        if is_delivered:
            deliver()
            deliver()  # the news of it
        row = db.session.get_one(Export, UUID(answer.location.rpartition("/")[2]), populate_existing=True)
        db.session.expunge(row)  # so that it stays as it was now; `reload` says how it is
        return row

    return printed


def reload(export):
    """Return the document as the database has it now."""
    return db.session.get_one(Export, export.id, populate_existing=True)
