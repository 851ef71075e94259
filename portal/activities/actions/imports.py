"""Taking files in, and reading them in the background."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from sqlalchemy import select

from portal.activities.actions.activities import restore_activity
from portal.activities.actions.files import forget_files
from portal.activities.actions.recordings import store_recording
from portal.activities.events import FileUploaded, ImportFinished
from portal.activities.files.reading import Reading, Track, read
from portal.activities.models import Activity, ActivityFile, Import
from portal.activities.queries.imports import was_given_up
from portal.activities.rules.imports import MOST_BYTES, ImportState, Problem, RecordingRefused, Upload
from portal.activities.rules.recording import Source
from portal.core import storage
from portal.core.access import Actor
from portal.core.db import db, found_or_added, transaction
from portal.core.errors import Refusal
from portal.core.ids import new_id
from portal.core.sentence import sentence
from portal.events.log import record

NAME_LENGTH = 120
PATIENCE = timedelta(hours=6)
MOST_AGAIN = 500
"""Files that are read again at once."""


class NoRoom(Refusal):
    """The disk is full."""


def take_files(uploads: Sequence[Upload], *, actor: Actor, now: datetime) -> UUID:
    """Keep the files and have them read; return the id of this batch. What is refused at the door is said there.

    Raises NoRoom.
    """
    batch_id = new_id()
    for upload in uploads:
        row = Import(
            athlete_id=actor.person_id,
            batch_id=batch_id,
            file_name=_plain_name(upload.name),
            state=ImportState.QUEUED,
            asked_at=now,
        )
        db.session.add(row)
        problem = _at_the_door(upload)
        if problem is not None:
            _finish(row, problem, now=now)
            continue
        row.file_id = _kept(upload, actor.person_id, now).id
        record(FileUploaded(row.id), about=actor.person_id, by=actor.person_id, now=now)
    return batch_id


def read_file(import_id: UUID, *, now: datetime) -> None:
    """Make activities of a file that was handed in. May be repeated.

    Reading takes long, so nobody waits for it: the transactions before and after are short.
    """
    with transaction():
        key = _key_of_waiting(import_id, now=now)
    if key is None:
        return
    try:
        reading: Reading | Problem = read(storage.get(key))
    except RecordingRefused as refused:
        reading = refused.problem
    with transaction():
        match _waiting(import_id):
            case (row, ActivityFile() as file):
                _keep(row, file, reading, now=now)


def give_up_imports(*, now: datetime) -> None:
    """Say of files that nobody could read for hours that they will not be read."""
    waiting = select(Import).where(Import.state == ImportState.QUEUED, Import.asked_at < now - PATIENCE)
    for row in db.session.scalars(waiting.with_for_update()):
        _finish(row, Problem.GIVEN_UP, now=now)


def read_again(*, now: datetime) -> None:
    """Have the files read that were given up. Doing it twice changes nothing."""
    rows = db.session.scalars(select(Import).where(was_given_up(now)).limit(MOST_AGAIN).with_for_update()).all()
    for row in rows:
        row.state, row.problem, row.asked_at, row.finished_at = ImportState.QUEUED, None, now, None
        record(FileUploaded(row.id), about=row.athlete_id, by=None, now=now)


def _at_the_door(upload: Upload) -> Problem | None:
    if not upload.content:
        return Problem.EMPTY
    return Problem.TOO_LARGE if len(upload.content) > MOST_BYTES else None


def _kept(upload: Upload, athlete_id: UUID, now: datetime) -> ActivityFile:
    digest = sha256(upload.content).hexdigest()
    known = select(ActivityFile).where(ActivityFile.athlete_id == athlete_id, ActivityFile.sha256 == digest)
    file = found_or_added(
        known,
        lambda: ActivityFile(
            athlete_id=athlete_id,
            sha256=digest,
            name=_plain_name(upload.name),
            size_bytes=len(upload.content),
            uploaded_at=now,
        ),
    )
    try:
        storage.put(file.key, upload.content)
    except storage.StorageFull:
        raise NoRoom(sentence("There is no room for files on the server now. Please tell whoever runs it.")) from None
    return file


def _waiting(import_id: UUID) -> tuple[Import, ActivityFile | None] | None:
    """Return the import, locked, and its file, unless it was finished."""
    row = db.session.execute(
        select(Import, ActivityFile)
        .outerjoin(ActivityFile, ActivityFile.id == Import.file_id)
        .where(Import.id == import_id, Import.state == ImportState.QUEUED)
        .with_for_update(of=Import)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def _key_of_waiting(import_id: UUID, *, now: datetime) -> str | None:
    """Return where the file lies; say so when it is gone, for then nobody ever will read it."""
    match _waiting(import_id):
        case (row, None):
            _finish(row, Problem.GIVEN_UP, now=now)
        case (_, ActivityFile() as file):
            return file.key
    return None


def _keep(row: Import, file: ActivityFile, reading: Reading | Problem, *, now: datetime) -> None:
    if isinstance(reading, Problem):
        _refuse(file.id, reading, now=now)
        return
    found, problem = _stored(reading.tracks, file, now)
    if not found:
        _refuse(file.id, problem or Problem.NO_ACTIVITY, now=now)
        return
    row.activity_id, row.activity_count = found[0].id, len(found)
    before = all(activity.stored_at < now for activity in found)
    _finish(row, problem or reading.problem or (Problem.ALREADY_THERE if before else None), now=now)


def _refuse(file_id: UUID, problem: Problem, *, now: datetime) -> None:
    """Say of every copy of this file why it was refused, and erase it: nobody needs it here."""
    copies = select(Import).where(Import.file_id == file_id, Import.state == ImportState.QUEUED)
    for row in db.session.scalars(copies.order_by(Import.id).with_for_update()):
        _finish(row, problem, now=now)
    db.session.flush()
    forget_files({file_id})


def _stored(tracks: Sequence[Track], file: ActivityFile, now: datetime) -> tuple[list[Activity], Problem | None]:
    """Return the activities, and why a part of the file did not become one."""
    found: list[Activity] = []
    problem = None
    for track in tracks:
        try:
            activity = store_recording(
                file.athlete_id,
                track.recording,
                source=Source.UPLOAD,
                external_id=track.key,
                file_id=file.id,
                now=now,
            )
        except RecordingRefused as refused:
            problem = refused.problem
            continue
        restore_activity(activity, by=file.athlete_id, now=now)  # whoever hands it in again wants it back
        found.append(activity)
    return found, Problem.SOME_LEFT_OUT if found and problem else problem


def _finish(row: Import, problem: Problem | None, *, now: datetime) -> None:
    row.state = ImportState.DONE if row.activity_count else ImportState.REFUSED
    row.problem, row.finished_at = problem, now
    record(ImportFinished(row.id, row.activity_count or 0), about=row.athlete_id, by=None, now=now)


def _plain_name(name: str) -> str:
    printable = "".join(letter for letter in name if letter.isprintable())
    return printable.replace("\\", "/").rpartition("/")[2][-NAME_LENGTH:] or "-"
