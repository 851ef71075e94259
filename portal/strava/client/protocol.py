"""stravalib's protocol, tamed. Imported on use: stravalib takes most of a second to load."""

from __future__ import annotations

import http.cookiejar
import logging
import warnings
from collections.abc import Callable, Mapping
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from portal.strava.client.problems import Problem, StravaError, classify

with warnings.catch_warnings():  # it shows all warnings, everywhere, and sends them to the log
    warnings.simplefilter("ignore")
    from stravalib import exc  # noqa: TID251 -- the one module that knows stravalib
    from stravalib.protocol import ApiV3  # noqa: TID251 -- the same
logging.captureWarnings(capture=False)
logging.getLogger("urllib3").setLevel(logging.INFO)  # at DEBUG it writes addresses, one of which carries our secret

OnResponse = Callable[[Mapping[str, str], str], None]


class _Adapter(HTTPAdapter):
    """stravalib passes no timeout, so requests would wait for ever."""

    def __init__(self, timeout_s: tuple[float, float]) -> None:
        self._timeout_s = timeout_s
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **options: Any) -> requests.Response:
        options["timeout"] = options.get("timeout") or self._timeout_s
        return super().send(request, *args, **options)


def make_session(timeout_s: tuple[float, float]) -> requests.Session:
    """Return a session with timeouts, without cookies, and deaf to .netrc."""
    session = requests.Session()
    for scheme in ("http://", "https://"):
        session.mount(scheme, _Adapter(timeout_s))
    session.cookies.set_policy(http.cookiejar.DefaultCookiePolicy(allowed_domains=[]))
    session.auth = lambda request: request  # a .netrc entry would replace the bearer token
    return session


class Protocol(ApiV3):
    """Reaches any pair of addresses instead of Strava's own, and never refreshes tokens by itself."""

    def __init__(
        self,
        *,
        api_url: str,
        oauth_url: str,
        session: requests.Session,
        on_response: OnResponse,
        access_token: str | None = None,
    ) -> None:
        self._api_url, self._oauth_url = api_url.rstrip("/"), oauth_url.rstrip("/")
        super().__init__(access_token=access_token, requests_session=session, rate_limiter=on_response)

    def _check_credentials(self) -> None:
        """Ignore credentials in the environment: they would switch on refreshing without storing."""

    def resolve_url(self, url: str) -> str:
        """Return the address of a path. Raises ValueError for whole addresses: a token stays at Strava."""
        if "://" in url:
            raise ValueError("a path is needed, not an address")
        path = url.strip("/")
        return f"{self._oauth_url if path.startswith('oauth/') else self._api_url}/{path}"

    def revoke(self, token: str, *, client_id: str, client_secret: str) -> None:
        """End an authorisation. The answer is empty, which stravalib would try to read as JSON."""
        response = self.rsession.post(
            self.resolve_url("oauth/revoke"), data={"token": token}, auth=(client_id, client_secret)
        )
        self._handle_protocol_error(response)


def ask(call: Callable[[], Any]) -> Any:
    """Return what the call returns. Raises StravaError for whatever goes wrong.

    The cause is dropped: requests writes addresses into its messages, and the one of the
    subscription list carries the client's secret.
    """
    try:
        return call()
    except exc.Fault as fault:
        response = fault.response
    except requests.JSONDecodeError:
        raise StravaError(Problem.UNREADABLE) from None
    except requests.RequestException:
        raise StravaError(Problem.UNAVAILABLE) from None
    if response is None:
        raise StravaError(Problem.UNAVAILABLE)
    raise StravaError(classify(response.status_code, _body(response)), status=response.status_code)


def _body(response: requests.Response) -> object:
    try:
        return response.json()
    except ValueError:
        return None
