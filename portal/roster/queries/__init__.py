"""Reading coaching relations. Every read starts from what the actor may see."""

from portal.roster.queries.clients import Client, ClientHead, client_head, clients_of
from portal.roster.queries.invitations import open_invitations
from portal.roster.queries.life import excused_days, excuses
from portal.roster.queries.relations import Relation, trainers_of

__all__ = [
    "Client",
    "ClientHead",
    "Relation",
    "client_head",
    "clients_of",
    "excused_days",
    "excuses",
    "open_invitations",
    "trainers_of",
]
