"""Which names are names of the same thing: within a document, across documents, and against the register of authorities."""

from graphbuild.resolve.across import Resolution, identities, resolve

__all__ = ["Resolution", "identities", "resolve"]
