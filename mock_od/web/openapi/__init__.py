"""The OpenAPI document and the Postman collection: both are the description of the API in another form.

May not: know a resource by name; be imported before one of them is asked for.
"""

from mock_od.web.openapi.documents import Documents

__all__ = ["Documents"]
