"""Files of documents whose rows are gone."""

import os
from uuid import uuid4

from portal.core import storage
from workers.exports import sweep_documents


def test_documents_that_were_left_behind_are_erased_and_others_are_kept(app, gym, printed):
    there, left = printed(gym.plan()).key, f"exports/{uuid4()}.pdf"
    with app.app_context():
        storage.put(left, b"%PDF")
        for key in (there, left):
            os.utime(storage.path_of(key), (0, 0))
        sweep_documents()

        assert storage.get(there).startswith(b"%PDF")
        assert not storage.path_of(left).exists()
