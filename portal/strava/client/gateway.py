"""The calls: one method is one request, raw JSON comes back, `StravaError` says what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self, TypeVar

from portal.strava.client.problems import Problem, StravaError
from portal.strava.rules.limits import Usage, usage_of

if TYPE_CHECKING:
    from requests import Session

    from portal.strava.client.protocol import Protocol

PAGE_SIZE = 200
STREAM_KEYS = "time,distance,latlng,altitude,velocity_smooth,heartrate,cadence,watts,temp,moving"
TIMEOUT_S = (3.05, 20.0)
"""To connect, and between two bytes of the answer."""

Row = dict[str, Any]
T = TypeVar("T")


class Gateway:
    """The way to Strava for one job, closed at its end. Remembers what the last answer said about limits."""

    def __init__(
        self,
        *,
        base_url: str,
        client_id: str,
        client_secret: str,
        timeout_s: tuple[float, float] = TIMEOUT_S,
    ) -> None:
        self._base_url = base_url.rstrip("/")
        self._credentials = {"client_id": client_id, "client_secret": client_secret}
        self._timeout_s = timeout_s
        self.usage: Usage | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if "_session" in vars(self):
            self._session.close()

    def exchange_code(self, code: str) -> Row:
        """Trade a code for tokens, the athlete and, when Strava says so, the scopes granted."""
        return self._token(code=code, grant_type="authorization_code")

    def refresh(self, refresh_token: str) -> Row:
        """Return new tokens. They must be stored before they are used: the old refresh token is dead."""
        return self._token(refresh_token=refresh_token, grant_type="refresh_token")

    def revoke(self, token: str) -> None:
        """End the authorisation at Strava; unknown tokens are fine too."""
        self._ask(lambda api: api.revoke(token, **self._credentials))

    def profile(self, token: str) -> Row:
        """Return the athlete whose token this is."""
        return self._read(dict, "/athlete", token)

    def activity(self, token: str, activity_id: int) -> Row:
        """Return one activity in full, laps included."""
        return self._read(dict, f"/activities/{activity_id:d}", token)

    def streams(self, token: str, activity_id: int) -> Row:
        """Return whatever streams there are, by type; often none just after an activity appeared."""
        return self._read(dict, f"/activities/{activity_id:d}/streams", token, keys=STREAM_KEYS, key_by_type="true")

    def activities_before(self, token: str, moment_s: int | None) -> list[Row]:
        """Return a page of summaries, newest first, that began before an epoch second. It may be short."""
        before = {} if moment_s is None else {"before": moment_s}
        return self._read(list, "/athlete/activities", token, page=1, per_page=PAGE_SIZE, **before)

    def subscribe(self, callback_url: str, verify_token: str) -> int:
        """Ask for events; Strava visits the address before it answers. Return the subscription's id."""
        form = {**self._credentials, "callback_url": callback_url, "verify_token": verify_token}
        answer = _expect(dict, self._ask(lambda api: api.post("/push_subscriptions", data=form)))
        return int(_expect(int, answer.get("id")))

    def subscriptions(self) -> dict[str, int]:
        """Return the application's subscriptions, at most one: address and id."""
        credentials: dict[str, Any] = self._credentials
        rows = _expect(list, self._ask(lambda api: api.get("/push_subscriptions", **credentials)))
        return {str(row.get("callback_url")): _expect(int, row.get("id")) for row in rows}

    def unsubscribe(self, subscription_id: int) -> None:
        """End the subscription."""
        path = f"/push_subscriptions/{subscription_id:d}"
        self._ask(lambda api: api.delete(path, data=self._credentials))

    def _token(self, **form: str) -> Row:
        answer = _expect(dict, self._ask(lambda api: api.post("/oauth/token", data={**self._credentials, **form})))
        if not all(answer.get(key) for key in ("access_token", "refresh_token", "expires_at")):
            raise StravaError(Problem.UNREADABLE)
        return answer

    def _read(self, kind: type[T], path: str, token: str, **query: Any) -> T:
        return _expect(kind, self._ask(lambda api: api.get(path, **query), token))

    def _ask(self, call: Callable[[Protocol], Any], token: str | None = None) -> Any:
        from portal.strava.client import protocol  # noqa: PLC0415 -- nearly a second, and pages never need it

        api = protocol.Protocol(
            api_url=f"{self._base_url}/api/v3",
            oauth_url=self._base_url,
            session=self._session,
            on_response=self._remember,
            access_token=token,
        )
        return protocol.ask(lambda: call(api))

    @cached_property
    def _session(self) -> Session:
        from portal.strava.client.protocol import make_session  # noqa: PLC0415 -- as above

        return make_session(self._timeout_s)

    def _remember(self, headers: Mapping[str, str], _method: str) -> None:
        self.usage = usage_of({name.lower(): value for name, value in headers.items()}) or self.usage


def _expect(kind: type[T], answer: Any) -> T:
    if not isinstance(answer, kind):
        raise StravaError(Problem.UNREADABLE)
    return answer
