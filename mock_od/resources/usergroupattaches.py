"""https://www.opendental.com/site/apiusergroupattaches.html

Known deviations:
- A filter of 0 finds all rows, as in the data layer of the desktop program, which the API shares.
- UserNum and UserGroupNum at once find the rows that meet both. In that data layer (24.3) they make a query that the
  database refuses; what the API answers then is not known.
"""

from mock_od.declare import LIST, ForeignKey, Key, Resource


class UserGroupAttaches(Resource, table="usergroupattach", path="/usergroupattaches"):
    """Which groups a user is in."""

    UserGroupAttachNum = Key()
    UserNum = ForeignKey(about="The user.", index=True)
    UserGroupNum = ForeignKey(about="One of the user's groups.")

    several = LIST("23.3.7", optional=[UserNum.unless_zero(), UserGroupNum.unless_zero()])
