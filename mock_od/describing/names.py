"""Names for methods, from which programs make the names of functions.

May not: import anything of mock_od.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_DOES: Final[Mapping[str, str]] = {"POST": "create", "PUT": "update", "DELETE": "delete"}
_BY_KEY: Final = re.compile(r"/[^/]+/\{")


def method_id(verb: str, path: str, resource: str, answer: str) -> str:
    """A method's name: listTreatPlans, getTreatPlans, findFees, createTreatPlansSaved.

    :param path: as the documentation writes it.
    :param resource: the name of its page.
    :param answer: what it answers: "list", "object", "nothing" or "text".
    """
    by_key = bool(_BY_KEY.match(path))
    does = _DOES.get(verb) or ("list" if answer == "list" else "get" if by_key else "find")
    words = [part for part in path.split("/")[2:] if part and not part.startswith("{")]
    every = "All" if verb in ("PUT", "DELETE") and not by_key and not words else ""
    return does + resource + every + "".join(re.sub(r"\W", "", word[:1].upper() + word[1:]) for word in words)
