"""HTTP: the API itself, and the admin plane beside it. The only package that imports Flask."""
