"""Invented recordings, written as devices write them: FIT, GPX and TCX."""

import math
import random
import struct
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1989, 12, 31, tzinfo=UTC)
BEGAN = datetime(2026, 5, 14, 16, 4, tzinfo=UTC)
"""Thursday evening in Zagreb, as in the mockups."""

ENUM, UINT8, SINT8, UINT16, SINT32, UINT32 = 0x00, 0x02, 0x01, 0x84, 0x85, 0x86
FORMATS = {ENUM: "B", UINT8: "B", SINT8: "b", UINT16: "H", SINT32: "i", UINT32: "I"}
NOTHING = {ENUM: 0xFF, UINT8: 0xFF, SINT8: 0x7F, UINT16: 0xFFFF, SINT32: 0x7FFFFFFF, UINT32: 0xFFFFFFFF}
SPORTS = {"running": 1, "cycling": 2, "transition": 3, "swimming": 5, "training": 10, "walking": 11}

FILE_ID = (0, {"type": (0, ENUM), "manufacturer": (1, UINT16), "product": (2, UINT16), "created": (4, UINT32)})
RECORD = (
    20,
    {
        "time": (253, UINT32),
        "lat": (0, SINT32),
        "lon": (1, SINT32),
        "altitude": (2, UINT16),
        "heart": (3, UINT8),
        "cadence": (4, UINT8),
        "distance": (5, UINT32),
        "speed": (6, UINT16),
        "power": (7, UINT16),
        "temperature": (13, SINT8),
    },
)
LAP = (
    19,
    {
        "time": (253, UINT32),
        "start": (2, UINT32),
        "elapsed": (7, UINT32),
        "timer": (8, UINT32),
        "distance": (9, UINT32),
        "heart": (15, UINT8),
        "max_heart": (16, UINT8),
    },
)
SESSION = (
    18,
    {
        "time": (253, UINT32),
        "start": (2, UINT32),
        "sport": (5, ENUM),
        "sub_sport": (6, ENUM),
        "elapsed": (7, UINT32),
        "timer": (8, UINT32),
        "distance": (9, UINT32),
        "calories": (11, UINT16),
        "ascent": (22, UINT16),
    },
)
ACTIVITY = (34, {"time": (253, UINT32), "timer": (0, UINT32), "sessions": (1, UINT16), "local": (5, UINT32)})
WORKOUT = (26, {"sport": (4, ENUM), "steps": (6, UINT16)})

CRC = (
    0x0000, 0xCC01, 0xD801, 0x1400, 0xF001, 0x3C00, 0x2800, 0xE401,
    0xA001, 0x6C00, 0x7800, 0xB401, 0x5000, 0x9C01, 0x8801, 0x4400,
)  # fmt: skip


def checksum(content):
    crc = 0
    for byte in content:
        crc = ((crc >> 4) & 0x0FFF) ^ CRC[crc & 0xF] ^ CRC[byte & 0xF]
        crc = ((crc >> 4) & 0x0FFF) ^ CRC[crc & 0xF] ^ CRC[byte >> 4]
    return crc


class FitFile:
    """A FIT file, message by message."""

    def __init__(self):
        self._body, self._local = bytearray(), {}

    def add(self, message, **values):
        number, fields = message
        key = (number, tuple(values))
        if key not in self._local:
            self._define(key, number, fields, values)
        local = self._local[key]
        self._body.append(local)
        for name, value in values.items():
            kind = fields[name][1]
            self._body += struct.pack("<" + FORMATS[kind], NOTHING[kind] if value is None else round(value))
        return self

    def _define(self, key, number, fields, names):
        local = self._local[key] = len(self._local) % 16
        self._body += struct.pack("<BBBHB", 0x40 | local, 0, 0, number, len(names))
        for name in names:
            field, kind = fields[name]
            self._body += struct.pack("<BBB", field, struct.calcsize(FORMATS[kind]), kind)

    def bytes(self):
        header = struct.pack("<BBHI4s", 14, 0x20, 2132, len(self._body), b".FIT")
        whole = header + struct.pack("<H", checksum(header)) + bytes(self._body)
        return whole + struct.pack("<H", checksum(whole))


def fit_seconds(at):
    return int((at - EPOCH).total_seconds())


def luck(seed):
    """Return chance that comes out the same every time."""
    return random.Random(seed)  # noqa: S311 -- nothing to protect


def samples(seconds, *, sport="running", seed=1, every=1):
    """Return invented samples of a run or ride: once around a loop, a third of each quarter of an hour faster."""
    chance = luck(seed)
    fast = 8.2 if sport == "cycling" else 3.2
    speeds = [
        fast * (1.35 if sport == "running" and t % 900 >= 600 else 1.0) + 0.2 * math.sin(t / 37)
        for t in range(0, seconds + 1, every)
    ]
    whole = max(sum(speeds) * every, 1)
    rows, metres = [], 0.0
    for number, speed in enumerate(speeds):
        t, angle = number * every, 2 * math.pi * metres / whole
        effort = 22 if speed > 1.2 * fast else 0
        rows.append(
            {
                "t": t,
                "lat": 45.780 + whole / (2 * math.pi * 111_195) * math.sin(angle),
                "lon": 15.930 + whole / (2 * math.pi * 77_545) * (1 - math.cos(angle)),
                "altitude": 118 + 6 * math.sin(t / 300) + 0.2 * chance.random(),
                "heart": 142 + effort + 6 * (1 - math.exp(-t / 200)) + chance.randint(-1, 1),
                "cadence": 84 + chance.randint(-1, 2),
                "distance": metres,
                "speed": speed,
                "power": 210 + 60 * math.sin(t / 45) + chance.randint(-20, 20) if sport == "cycling" else None,
                "temperature": 19,
            }
        )
        metres += speed * every
    return rows


def fit(seconds=1800, *, sport="running", began=BEGAN, laps=3, every=1, offset_s=7200, rows=None, **session):
    """Return the bytes of an invented FIT activity."""
    rows = samples(seconds, sport=sport, every=every) if rows is None else rows
    start, end = fit_seconds(began), fit_seconds(began) + seconds
    file = FitFile().add(FILE_ID, type=4, manufacturer=1, product=2697, created=start)
    for row in rows:
        file.add(RECORD, **_record(row, start))
    length = seconds // laps if laps else 0
    for number in range(laps):
        first = start + number * length
        metres = rows[-1]["distance"] / laps if rows else 0
        file.add(
            LAP, time=first + length, start=first, elapsed=1000 * length, timer=1000 * length,
            distance=100 * metres, heart=150 + number, max_heart=165 + number,
        )  # fmt: skip
    told = {
        "sport": SPORTS[sport],
        "elapsed": 1000 * seconds,
        "timer": 1000 * seconds,
        "distance": 100 * rows[-1]["distance"] if rows else None,
        "calories": 412,
        "ascent": 21,
        **session,
    }
    file.add(SESSION, time=end, start=start, **told)
    file.add(ACTIVITY, time=end, timer=1000 * seconds, sessions=1, local=end + offset_s)
    return file.bytes()


def _record(row, start):
    found = {
        "time": start + row["t"],
        "lat": row["lat"] and row["lat"] * 2**31 / 180,
        "lon": row["lon"] and row["lon"] * 2**31 / 180,
        "altitude": (row["altitude"] + 500) * 5,
        "heart": row["heart"],
        "cadence": row["cadence"],
        "distance": 100 * row["distance"],
        "speed": 1000 * row["speed"],
        "temperature": row["temperature"],
    }
    if row["power"] is not None:
        found["power"] = row["power"]
    return found


def workout_fit():
    """Return a FIT file that is no activity."""
    file = FitFile().add(FILE_ID, type=5, manufacturer=1, product=2697, created=fit_seconds(BEGAN))
    return file.add(WORKOUT, sport=1, steps=3).bytes()


def stamp(at):
    return at.isoformat().replace("+00:00", "Z")


def gpx(seconds=1200, *, name="Evening run", kind="running", began=BEGAN, every=5, times=True):
    """Return the text of an invented GPX track with heart rate and cadence."""
    points = "".join(
        f'<trkpt lat="{row["lat"]:.7f}" lon="{row["lon"]:.7f}"><ele>{row["altitude"]:.1f}</ele>'
        + (f"<time>{stamp(began + timedelta(seconds=row['t']))}</time>" if times else "")
        + "<extensions><gpxtpx:TrackPointExtension>"
        f"<gpxtpx:hr>{row['heart']:.0f}</gpxtpx:hr><gpxtpx:cad>{row['cadence']}</gpxtpx:cad>"
        "</gpxtpx:TrackPointExtension></extensions></trkpt>"
        for row in samples(seconds, every=every)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<gpx version="1.1" creator="Invented watch" xmlns="http://www.topografix.com/GPX/1/1" '
        'xmlns:gpxtpx="http://www.garmin.com/xmlschemas/TrackPointExtension/v1">'
        f"<metadata><time>{stamp(began)}</time></metadata>"
        f"<trk><name>{name}</name><type>{kind}</type><trkseg>{points}</trkseg></trk></gpx>"
    )


def tcx(seconds=1200, *, sport="Running", began=BEGAN, laps=2, every=5):
    """Return the text of an invented TCX activity with laps."""
    rows = samples(seconds, every=every)
    length = seconds // laps
    parts = []
    for number in range(laps):
        first, last = number * length, (number + 1) * length
        inside = [row for row in rows if first <= row["t"] < last]
        track = "".join(
            f"<Trackpoint><Time>{stamp(began + timedelta(seconds=row['t']))}</Time>"
            f"<Position><LatitudeDegrees>{row['lat']:.7f}</LatitudeDegrees>"
            f"<LongitudeDegrees>{row['lon']:.7f}</LongitudeDegrees></Position>"
            f"<AltitudeMeters>{row['altitude']:.1f}</AltitudeMeters><DistanceMeters>{row['distance']:.1f}</DistanceMeters>"
            f"<HeartRateBpm><Value>{row['heart']:.0f}</Value></HeartRateBpm><Cadence>{row['cadence']}</Cadence>"
            f"<Extensions><TPX xmlns='http://www.garmin.com/xmlschemas/ActivityExtension/v2'>"
            f"<Speed>{row['speed']:.2f}</Speed></TPX></Extensions></Trackpoint>"
            for row in inside
        )
        metres = inside[-1]["distance"] - inside[0]["distance"]
        parts.append(
            f'<Lap StartTime="{stamp(began + timedelta(seconds=first))}"><TotalTimeSeconds>{length}</TotalTimeSeconds>'
            f"<DistanceMeters>{metres:.1f}</DistanceMeters><Calories>200</Calories>"
            f"<AverageHeartRateBpm><Value>{150 + number}</Value></AverageHeartRateBpm>"
            f"<Intensity>Active</Intensity><TriggerMethod>Manual</TriggerMethod><Track>{track}</Track></Lap>"
        )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><TrainingCenterDatabase '
        'xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>{stamp(began)}</Id>{"".join(parts)}'
        "<Creator><Name>Invented watch</Name></Creator></Activity></Activities></TrainingCenterDatabase>"
    )
