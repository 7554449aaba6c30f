"""The API as one function without input or output: a request goes in, the seconds to wait and then a reply come out."""
