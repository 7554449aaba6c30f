"""What stands between a client and its office: the way there, the turn, the keys, the permissions.

May not: know a resource, or speak HTTP beyond a status.
"""

from __future__ import annotations

from functools import lru_cache

from mock_od import declare as d
from mock_od import explain
from mock_od.api.request import Request
from mock_od.call import Refusal
from mock_od.office.office import Office
from mock_od.office.settings import KEY_STATUSES, Settings
from mock_od.office.throttle import TooManyRequests, Turn
from mock_od.versions import Version, of_version

READ_ONLY = "EnabledReadOnly"


def is_throttled(settings: Settings, mode: str) -> bool:
    """Whether calls in this mode are kept apart.

    :param mode: "remote", "local" or "service".
    """
    remote, seconds = mode == "remote", settings.pace.seconds
    throttled = remote if seconds is None else seconds > 0
    return throttled and not (remote and explain.E_CONNECTOR[settings.e_connector])


def take_turn(office: Office) -> Turn:
    """Reserve the next turn for a call. The caller holds the office's lock.

    :raises Refusal: 429 for a call that would wait too long.
    """
    settings = office.settings
    try:
        return office.throttle.take_turn(settings.interval, settings.pace, office.clock)
    except TooManyRequests as many:
        hint = f"one call in {settings.interval:g} s; this one would have waited longer than {settings.pace.bound:g} s"
        raise Refusal(explain.TOO_MANY, 429, hint=hint, retry_after=many.seconds) from many


def check_e_connector(settings: Settings, developer: str) -> None:
    """See that a call in remote mode gets to the office: it goes through Open Dental's servers and the eConnector.

    :raises Refusal: 400 when the office cannot be reached; 400 or 401 when those servers refuse the keys before.
    """
    if explain.E_CONNECTOR[settings.e_connector]:
        check_keys(settings, developer)
        hint = f"this office's eConnector is set to {settings.e_connector}"
        raise Refusal(explain.E_CONNECTOR[settings.e_connector], hint=hint)


def authorize(office: Office, developer: str, method: d.Method) -> None:
    """Let a developer's key call a method of an office.

    :raises Refusal: 400 or 401 when it may not.
    """
    settings = office.settings
    check_keys(settings, developer)
    if settings.key_status == READ_ONLY and method.permission != "ApiReadAll":
        hint = "this office's keyStatus is EnabledReadOnly"
        raise Refusal(explain.read_only(method.spoken), 401, hint=hint)
    permission = _needed(method, settings.number)
    if permission not in settings.permissions:
        hint = f"this office's permissions lack {permission}; PUT /__admin/offices/{office.key}"
        raise Refusal(explain.no_permission(method.spoken, permission), 401, hint=hint)


@lru_cache(maxsize=4096)
def _needed(method: d.Method, office: Version) -> str:
    """The permission that a method needs in that version."""
    return of_version(method.permissions, office)


def check_type(request: Request, settings: Settings, method: d.Method) -> None:
    """See that a request says it is JSON, as the documentation asks of every request; we ask it of those with a body.

    :raises Refusal: 400 when it does not.
    """
    if (settings.faithful or (method.verb in ("POST", "PUT") and method.params)) and not request.is_json:
        raise Refusal(explain.MALFORMED, hint="send Content-Type: application/json")


def check_keys(settings: Settings, developer: str) -> None:
    """See that both keys are good ones.

    :raises Refusal: 400 or 401 when one is not.
    """
    if settings.developer_keys is not None and developer not in settings.developer_keys:
        hint = f"developer key {developer} is none of this office's developerKeys"
        raise Refusal(explain.BAD_CREDENTIALS, 401, hint=hint)
    sentence = KEY_STATUSES[settings.key_status]
    if sentence:
        # 400 for a key that no office has: recorded, although the page says 401 for every unusable key.
        status = 400 if settings.key_status == "Unassigned" else 401
        raise Refusal(sentence, status, hint=f"this office's keyStatus is {settings.key_status}")


def developer_name(settings: Settings, developer: str) -> str:
    """The name under which a developer's key signs and is logged: the key itself where the office knows no name."""
    return (settings.developer_keys or {}).get(developer, developer)
