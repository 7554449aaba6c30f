"""The API described, for whoever shows it: per version, the resources with their methods, parameters and sentences.

A fact is taken from where it is declared, and stands here in one form for the OpenAPI document and for the web page.
May not: know a resource by name; be imported before a description is asked for.
"""

from mock_od.describing.describe import describe
from mock_od.describing.facts import (
    ChoiceFacts,
    Description,
    EvidenceFacts,
    FieldFacts,
    GroupFacts,
    JsonSchema,
    MethodFacts,
    ParameterFacts,
    RefusalFacts,
    ResourceFacts,
    RuleFacts,
    State,
)

__all__ = [
    "ChoiceFacts",
    "Description",
    "EvidenceFacts",
    "FieldFacts",
    "GroupFacts",
    "JsonSchema",
    "MethodFacts",
    "ParameterFacts",
    "RefusalFacts",
    "ResourceFacts",
    "RuleFacts",
    "State",
    "describe",
]
