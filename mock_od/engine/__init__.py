"""The engine: answers requests from declarations. It knows no resource and could serve another API."""
