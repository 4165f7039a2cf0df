"""Values of the graph as pyoxigraph terms, and the nodes that hold them."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import NamedTuple

import pyoxigraph as ox

from graphbuild.graph.terms import XSD, node

Pair = tuple[ox.NamedNode, ox.NamedNode | ox.Literal]


class Node(NamedTuple):
    """One subject and what is said of it, in the order to be written."""

    subject: ox.NamedNode
    pairs: list[Pair]


_SURROGATE = re.compile("[\ud800-\udfff]")


def text(value: str) -> ox.Literal:
    """A plain literal; a lone surrogate, which no encoding can carry, becomes U+FFFD."""
    return ox.Literal(_SURROGATE.sub("\ufffd", value))


def precision(value: str) -> str:
    """The datatype of an ISO date as precise as it is: "date", "gYearMonth" or "gYear"; "" for what is no date of the calendar."""
    if not re.fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        return ""
    try:
        datetime.date.fromisoformat(value + "0000-01-01"[len(value) :])
    except ValueError:
        return ""
    return {10: "date", 7: "gYearMonth", 4: "gYear"}[len(value)]


def date(value: str) -> ox.Literal:
    """An ISO date with its datatype; anything else as plain text."""
    name = precision(value)
    return ox.Literal(value, datatype=node(XSD + name)) if name else text(value)


def number(value: float) -> ox.Literal:
    """An integer where it is whole, else a decimal: never a float's rounding noise."""
    if float(value).is_integer():
        return ox.Literal(str(int(value)), datatype=node(XSD + "integer"))
    return ox.Literal(format(Decimal(repr(value)), "f"), datatype=node(XSD + "decimal"))
