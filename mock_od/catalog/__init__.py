"""All pages together: checked once at start, then sealed. Whoever needs a table or a resource asks here.

May not: know a resource by name, or how rows are stored.
"""

from mock_od.catalog.catalog import Catalog, Listener
from mock_od.declare import Misdeclared

__all__ = ["Catalog", "Listener", "Misdeclared"]
