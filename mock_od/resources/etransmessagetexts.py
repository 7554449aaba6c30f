"""https://www.opendental.com/site/apietransmessagetexts.html"""

from mock_od.declare import GET, Key, Resource, Text


class EtransMessageTexts(Resource, table="etransmessagetext", path="/etransmessagetexts"):
    """What was sent to, or came from, a clearinghouse, word for word."""

    EtransMessageTextNum = Key()
    MessageText = Text("An X12 message for the most part.")

    single = GET("23.2.11")
