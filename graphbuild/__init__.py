"""graphbuild: who answers to whom, read from public documents, each fact with the words it rests on."""

__version__ = "0.1.0"
