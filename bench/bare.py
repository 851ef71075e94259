"""The measure of all pages: a Flask view that does nothing."""

from flask import Flask

app = Flask(__name__)


@app.get("/")
def nothing() -> str:
    """Answer."""
    return "nothing"
