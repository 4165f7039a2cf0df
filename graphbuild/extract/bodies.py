"""What every frame needs to be matched on a sentence, and the links that owning and joining state ("the board's sub-group").

`Match` is one link found, without status; `Base` fills the places of a frame; `Owners` matches what no verb or noun signals.
"""

from __future__ import annotations

from typing import NamedTuple

from graphbuild.extract.annotated import Mention
from graphbuild.extract.clauses import Clauses
from graphbuild.extract.frames import Frame, Frames
from graphbuild.extract.phrases import Arg

OPEN = frozenset(("self", "people"))
WIDE = frozenset(("self", "people", "matter", "example"))


class Match(NamedTuple):
    """One link found in a sentence: who, whom, the chunk and token that signal it, and whether that is a verb ("v") or noun ("n")."""

    frame: Frame
    who: Arg | None
    whom: Arg | None
    chunk: int
    token: int
    how: str
    back: bool = False  # its subject points back to what the paragraph opened with


class Base:
    """One sentence and the lexicon; fills the places of frames."""

    def __init__(
        self,
        clauses: Clauses,
        text: str,
        lexicon: Frames,
        nested: tuple[Mention, ...] = (),
        listed: bool = False,
        news: bool = False,
        bodies: dict[str, tuple[str, str]] | None = None,
    ) -> None:
        self.c = clauses
        self.nested = nested
        self.bodies = bodies or {}
        self.news = news
        self.listed = listed  # an item of a list of proposals: who acts is named before it
        self.p = clauses.parsed
        self.text = text
        self.lex = lexicon

    def _fits(self, args: list[Arg], classes: frozenset[str], via: frozenset[str]) -> list[Arg]:
        return [a for a in args if a.via in via and (not classes or a.mention.cls in classes)]

    def _emit(self, frame: Frame, who: list[Arg], whom: list[Arg], chunk: int, token: int, how: str) -> list[Match]:
        found = []
        for o in whom:
            if not who:
                found.append(Match(frame, None, o, chunk, token, how))
            for s in who:
                if s.mention.key != o.mention.key and not (frame.same_class and s.mention.cls != o.mention.cls) and (
                    (s.mention.cls, o.mention.cls, self.c.chunks[chunk].word) not in frame.not_pairs
                ):  # fmt: skip
                    found.append(Match(frame, s, o, chunk, token, how))
        return found

    def _pairs(self, frame: Frame, args: list[Arg], chunk: int, token: int, how: str) -> list[Match]:
        return [
            Match(frame, a, b, chunk, token, how)
            for n, a in enumerate(args)
            for b in args[n + 1 :]
            if a.mention.key != b.mention.key and (a.via == "example") == (b.via == "example")
        ]

    def _places(self, names: tuple[str, ...], places: dict[str, list[Arg]], classes: frozenset[str], via: frozenset[str]) -> list[Arg]:
        for name in names:
            found = self._fits(places.get(name, []), classes, via)
            if found:
                return found
        return []

    def _last_word(self, token: int) -> str:
        return (self.text[self.p.starts[token] : self.p.ends[token]].lower().split() or [""])[-1]

    def _there(self, v: int) -> bool:
        """Whether the verb at chunk `v` only says that something is there ("there is good communication with …")."""
        return v >= 0 and any(self.p.words[self.c.chunks[k].a] == "there" for k in self.c.subject(v))

    def governor(self, i: int) -> int:
        """The verb whose object or complement the noun phrase at chunk `i` is, or -1."""
        k = self.c.head_of(i) - 1
        chunks = self.c.chunks
        if k >= 1 and chunks[k].word == "to" and chunks[k - 1].word == "subject" and chunks[k - 1].kind == "j":
            return self.c.previous_verb(k)
        while k >= 0 and chunks[k].kind in "xCRN":
            k -= 1
        return k if k >= 0 and chunks[k].kind == "V" else -1

    def predicate(self, i: int) -> int:
        """The verb whose subject the noun phrase at chunk `i` is, or -1."""
        end = self.c.chain_end(i)
        k = end + 1
        while k < len(self.c.chunks) and self.c.chunks[k].kind == "R":
            k += 1
        if (
            k < len(self.c.chunks)
            and self.c.chunks[k].kind == "V"
            and self.c.chunks[k].form == "f"
            and self.c.head_of(i) == i
            and (i == 0 or self.c.chunks[i - 1].kind in "xCSWyRV")
        ):
            return k
        for k in range(end + 1, len(self.c.chunks)):
            if self.c.chunks[k].kind == "V":
                if self.c.chunks[k].form != "f" or self._relative(k):
                    continue
                subject = self.c.subject(k)
                return k if any(s <= i <= max(self.c.chain_end(s), s) or s == i for s in subject) or i in subject else -1
            if self.c.chunks[k].kind in "Sy":
                return -1
        return -1

    def _relative(self, v: int) -> bool:
        """Whether the verb at chunk `v` stands in an aside that begins with "which" or "who"."""
        k = v - 1
        while k > 0 and self.c.chunks[k].kind == "R":
            k -= 1
        return k > 0 and self.c.chunks[k].kind == "W" and self.c.chunks[k - 1].kind == "x"

    def _unnamed(self, i: int) -> bool:
        """Whether the verb's subject is people of a body that the text does not name ("leaders", "social workers")."""
        heads = [self.p.words[self.c.chunks[k].b - 1] for k in self.c.subject(i)]
        return bool(heads) and all(h in self.lex.unnamed for h in heads)

    def _tail(self, chunk: int, limit: int = 14) -> str:
        """Words after chunk `chunk` in its clause, for the particles a frame asks for."""
        b = self.c.chunks[chunk].a
        return " " + " ".join(w or "#" for w in self.p.words[b : b + limit]) + " "


class Owners(Base):
    """Links that owning, joining and a participle before a name state."""

    def _owner_fits(self, frame: Frame, head: int, mark: str) -> bool:
        """Whether the owned body's own name allows the frame ("the council's services …" is no one service)."""
        name = self.text[self.p.starts[head] : self.p.ends[head]].lower().split()
        if frame.heads and not (name and name[-1] in frame.heads):
            return False
        if frame.only == "noun" and mark == "p":
            return False
        if (frame.only == "marked" and not mark) or (frame.only == "named" and mark != "'"):
            return False
        vague = name[0] in frame.not_heads and (len(name) == 1 or name[1] in ("for", "to", "in", "of"))
        return not (vague or (name[-1] in frame.not_heads and name[-1].endswith("s")))

    def _inside(self, i: int, head: int) -> list[Match]:
        """The owner that a body's own name begins with: "the board's neglect sub-group", "virtual school advisers"."""
        found: list[Match] = []
        for outer in self.p.mentions[head]:
            if outer.how != "name":
                continue
            for inner in self.nested:
                if not (outer.start <= inner.start and inner.end < outer.end) or inner.start - outer.start > 4:
                    continue
                mark = "'" if self.text[inner.end : inner.end + 1] in ("'", "’") else ""
                for frame in self.lex.owners:
                    if (
                        frame.only != "personal"
                        and inner.cls in frame.who_is
                        and outer.cls in frame.whom_is
                        and inner.key != outer.key
                        and self._owner_fits(frame, head, mark)
                    ):
                        a, b = Arg(inner, "self", head), Arg(outer, "self", head)
                        found.append(Match(frame, b, a, i, head, "o") if frame.reverse else Match(frame, a, b, i, head, "o"))
        return found

    def _joined(self, i: int) -> list[Match]:
        """Two bodies that a preposition joins: "the offer from the hub", "advisers in schools"."""
        chunks = self.c.chunks
        head = chunks[i].b - 1
        if head not in self.p.mentions or i + 2 >= len(chunks) or any(w in self.lex.raised for w in self.p.words[chunks[i].a : head]):
            return []
        k = i + 1
        if chunks[k].kind == "V" and chunks[k].form == "e" and chunks[k].word in ("base", "locate", "place", "embed", "co-locate"):
            k += 1
        if k + 1 >= len(chunks) or chunks[k].kind != "P" or chunks[k + 1].kind != "N":
            return []
        found: list[Match] = []
        for frame in self.lex.joined:
            if chunks[k].word in frame.preps and (not frame.heads or self._last_word(head) in frame.heads):
                outer = self.p.mentions[head]
                if frame.only == "instrument":  # "the school's reports to governors": the school reports
                    outer = tuple(
                        m for o in outer if o.cls in self.lex.names.papers for m in self.nested if o.start <= m.start and m.end < o.end
                    )
                first = [Arg(m, "self", head) for m in outer if m.cls in (frame.whom_is if frame.reverse else frame.who_is)]
                second = self._fits(
                    self.c.listed(k + 1, chunks[k].word), frame.who_is if frame.reverse else frame.whom_is, frozenset(("self",))
                )
                found += (
                    self._emit(frame, second, first, i, head, "o")
                    if frame.reverse
                    else self._emit(frame, first, second, i, head, "o")
                    if first and second
                    else []
                )
        return [m for m in found if m.who is not None]

    def _owned(self, i: int) -> list[Match]:
        chunk = self.c.chunks[i]
        head = chunk.b - 1
        if head not in self.p.mentions or head in self.p.possessive:
            return []
        found: list[Match] = self._inside(i, head)
        before = i - 3 if i >= 3 and self.c.chunks[i - 2].kind == "x" else i - 2
        chunk_before = self.c.chunks[before] if before >= 0 and self.c.chunks[i - 1].kind == "C" else None
        if self.p.words[chunk.a] in ("her", "his") and chunk_before is not None and chunk_before.b - 1 in self.p.mentions:
            for frame in self.lex.owners:  # "the director and her senior team"
                if frame.only == "personal":
                    for m in self.p.mentions[chunk_before.b - 1]:
                        for o in self.p.mentions[head]:
                            if m.cls in frame.who_is and o.cls in frame.whom_is and self._owner_fits(frame, head, ""):
                                found.append(Match(frame, Arg(m, "self", head), Arg(o, "self", head), i, head, "o"))
        owner = next((k for k in range(head - 1, chunk.a - 1, -1) if k in self.p.mentions), -1)
        if owner < 0:
            return found
        between = self.p.tags[owner + 1 : head]
        if not (owner in self.p.possessive or between.startswith("A") or between == ""):
            return found
        for frame in self.lex.owners:
            if frame.only == "personal":
                continue
            for m in self.p.mentions[owner]:
                for o in self.p.mentions[head]:
                    if (
                        m.cls in frame.who_is
                        and o.cls in frame.whom_is
                        and m.key != o.key
                        and self._owner_fits(frame, head, "'" if between.startswith("A") else "p" if owner in self.p.possessive else "")
                    ):
                        a, b = Arg(m, "self", owner), Arg(o, "self", head)
                        found.append(Match(frame, b, a, i, head, "o") if frame.reverse else Match(frame, a, b, i, head, "o"))
        return found

    def _attributive(self, i: int, t: int) -> list[Match]:
        """ "the newly commissioned service", "a council-run centre": a participle before the body's own name."""
        lemma = self.lex.lemmas[self.p.words[t]]
        head = self.c.args(i)
        found: list[Match] = []
        for frame in self.lex.verbs.get(lemma, ()):
            if "object" in frame.whom and frame.implied and not frame.then:
                whom = self._fits(head, frame.whom_is, frozenset(("self",)))
                owner = [Arg(m, "self", k) for k in range(self.c.chunks[i].a, t) for m in self.p.mentions.get(k, ())]
                found += self._emit(frame, self._fits(owner, frame.who_is, OPEN), whom, i, t, "o")
        return found

    def own_programmes(self) -> list[str]:
        """Programmes that a clause speaks of as its subject, with nobody named who runs them."""
        found = []
        for i, chunk in enumerate(self.c.chunks):
            if chunk.kind == "V" and chunk.form == "f":
                subject = self.c.subject(i)
                named = [t for k in subject for t in range(self.c.chunks[k].a, self.c.chunks[k].b) if t in self.p.mentions]
                if len(subject) == 1 and len(named) == 1 and named[0] == self.c.chunks[subject[0]].b - 1:
                    own = self._last_word(named[0]) in self.lex.own
                    found += [m.key for m in self.p.mentions[named[0]] if own and m.cls in self.lex.owned and m.how == "name"]
        return found
