"""Being written."""

from flask import Flask


def init_app(app: Flask) -> None:
    """Nothing yet."""
    app.jinja_env.globals["static_url"] = lambda path: f"/static/{path}"
