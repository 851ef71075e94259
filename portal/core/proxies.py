"""Where a visitor comes from, when reverse proxies stand in between."""

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix


def init_app(app: Flask) -> None:
    """Believe as many proxies as TRUSTED_PROXIES says.

    Whoever reaches the portal past them could claim any address: hence a setting, and none by default.
    """
    if hops := app.config["TRUSTED_PROXIES"]:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
