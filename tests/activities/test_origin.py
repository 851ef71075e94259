"""What came from Strava says so: its device, and the way back in Strava's own words."""

import pytest

from tests.activities.conftest import run

LINK = '<a href="https://www.strava.com/activities/9876543210" rel="noreferrer">View on Strava</a>'


@pytest.mark.parametrize("page", ["/activities", "/activities/{}"])
def test_an_activity_from_strava_names_its_device_and_leads_back(cast, store, visit, page):
    activity = store(cast.ana, run(60, device="Garmin Forerunner 255"), source="strava", external_id="9876543210")

    text = visit(cast.ana, page.format(activity.id)).text

    assert LINK in text
    assert text.count("Garmin Forerunner 255") == 1


@pytest.mark.parametrize("page", ["/activities", "/activities/{}"])
def test_an_uploaded_file_leads_nowhere(cast, store, visit, page):
    activity = store(cast.ana, run(60, device="Garmin Forerunner 255"), external_id="9876543210")

    assert "strava.com" not in visit(cast.ana, page.format(activity.id)).text


def test_the_device_is_written_as_text(cast, store, visit):
    store(cast.ana, run(60, device="<script>alert(1)</script>"), source="strava", external_id="1")

    assert "<script>alert(1)" not in visit(cast.ana, "/activities").text
