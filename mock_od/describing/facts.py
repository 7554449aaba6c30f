"""What a description of the API consists of: plain values, ready for JSON. All members are always there.

May not: import anything of mock_od.
"""

from __future__ import annotations

from typing import Any, Literal, TypedDict

JsonSchema = dict[str, Any]

State = Literal["here", "missing", "later", "gone"]
"""Whether a method can be called in the version described: it can; it is documented and not in mock_od yet; a later
version adds it; this version has it no more."""


class FieldFacts(TypedDict):
    """A field of an answer."""

    name: str
    kind: str
    """For a reader: "foreign key of patient", "Active | Inactive"."""
    about: str
    """What it means, in our words; empty where it says that itself."""
    since: str
    """The version whose answers show it first; empty where no source gives one."""
    there: bool
    """Whether the version described has it."""
    read_only: bool
    """Whether no caller and no row sets it: the API computes it."""
    tables: list[str]
    """Of a foreign key, the tables whose rows it names."""
    schema: JsonSchema
    """Of the value that an answer shows."""
    certain: bool
    """Whether answers are always so. Else the page's rule may write another value, or leave it out."""


class ParameterFacts(TypedDict):
    """A parameter of a method."""

    name: str
    place: Literal["path", "query", "body"]
    kind: str
    about: str
    required: bool
    """In the version described."""
    since: str
    there: bool
    """Whether the version described has it."""
    optional_since: str
    """The version since which a required one may be left out; empty where there is none."""
    has_default: bool
    default: Any
    """What stands for it when it is not sent, as it would be sent; None without ``has_default``."""
    otherwise: str
    """What stands for it when it is not sent, where that is no fixed value: "today", "as patient.PriProv"."""
    compare: str
    """Of a filter: "=", ">=", ">", "<=", "<", "day", "starts" or "contains"."""
    tables: list[str]
    """Of a foreign key, the tables whose rows it names."""
    where: dict[str, Any]
    """Of a foreign key, the columns that such a row must have."""
    schema: JsonSchema
    """Of the value that is sent."""
    refusal: str
    """The sentence that answers a value it cannot have; empty where it takes any."""


class GroupFacts(TypedDict):
    """Parameters that belong together."""

    rule: Literal["one of", "at least one of", "not more than one of", "the first that is sent of"]
    names: list[str]


class RefusalFacts(TypedDict):
    """A sentence with which a method refuses."""

    status: int
    sentence: str
    """Word for word, but for what stands in braces, as in ``{name} is invalid.``"""
    why: str
    """When, in a few words."""


class EvidenceFacts(TypedDict):
    """What a part of a rule rests on."""

    mark: str
    """"recorded", "documented", "S", "inferred", "ours" or "unmarked"."""
    text: str


class RuleFacts(TypedDict):
    """A rule of a page: a function below its method."""

    name: str
    evidence: list[EvidenceFacts]


class MethodFacts(TypedDict):
    """A method of a resource."""

    id: str
    """A name that no other method has: listTreatPlans, createTreatPlansSaved."""
    state: State
    verb: str
    path: str
    """Below /api/v1, as the documentation writes it: ``/treatplans/{TreatPlanNum}``."""
    name: str
    """Of the attribute that declares it; empty where it is missing."""
    spoken: str
    """As our sentences call it: ``TreatPlans POST Saved``."""
    since: str
    gone: str
    permission: str
    """That it needs in the version described."""
    permissions: dict[str, str]
    """The permissions by the version since which it needs them, the newest first; "" for always."""
    parameters: list[ParameterFacts]
    """The key in the path first, then the required ones."""
    groups: list[GroupFacts]
    strict: bool
    """Whether an unknown query parameter is refused; other lists ignore it."""
    status: int
    answer: Literal["object", "list", "nothing", "text", "anything"]
    """"anything" where the page's rule alone knows: an object or a text."""
    shows: list[FieldFacts]
    """The fields of the answer, or of each of its rows; empty where the page alone knows."""
    whole_row: bool
    """Whether these are the resource's own fields."""
    refusals: list[RefusalFacts]
    rules: list[RuleFacts]


class ChoiceFacts(TypedDict):
    """A behaviour that no source settles: ours, and switchable per office."""

    name: str
    about: str
    default: bool


class ResourceFacts(TypedDict):
    """A page of the documentation."""

    name: str
    here: bool
    """Whether anything of it is in mock_od."""
    path: str
    """With its slash: ``/treatplans``."""
    page: str
    """The address of its page."""
    about: str
    table: str
    """The database's table; empty where it has none."""
    key: str
    """The name of its primary key; empty where it has none."""
    deviations: list[str]
    """The known deviations of its file, one a line."""
    fields: list[FieldFacts]
    methods: list[MethodFacts]
    choices: list[ChoiceFacts]


class Description(TypedDict):
    """The API as an office of one version has it."""

    version: str
    resources: list[ResourceFacts]
    """In the documentation's order, those that are missing included."""
