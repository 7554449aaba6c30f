"""All pages together: checked once at start, then sealed. Tables and resources are looked up here.

May not: know a resource by name, or how rows are stored.
"""

from mock_od.catalog.catalog import Catalog, Documented, Listener
from mock_od.declare import Misdeclared

__all__ = ["Catalog", "Documented", "Listener", "Misdeclared"]
