import pytest

from tests.training.builders import Gym


@pytest.fixture
def gym(app, cast):
    return Gym(app, cast)
