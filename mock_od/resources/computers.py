"""https://www.opendental.com/site/apicomputers.html"""

from mock_od.declare import LIST, DateTime, Key, Resource, Text


class Computers(Resource, table="computer", path="/computers"):
    """The machines on which the desktop program was started."""

    ComputerNum = Key()
    CompName = Text("The machine's name.")
    LastHeartBeat = DateTime("When the program was last seen running there; none where it was closed.")

    several = LIST("23.1.30")
