"""HTTP: the server, and the Flask app that has the API, the admin plane, the OpenAPI document and the page in it."""
