"""What can be done about Strava, one module a noun.

Whatever waits for Strava does so outside any transaction and opens short ones before and after: on SQLite an
open transaction would keep everybody else from writing, and a token has to be stored before it is used.
"""
