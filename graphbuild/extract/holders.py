"""Whose post stands beside a name: from the words around it, a team's list, a signature, a table of leaders.

What describes a person is cut out of the sentence or cell, its post is a mention of the document's or its own words, and its
body is the one the words join to it; see `roles` for what is done where they join none.
"""

from __future__ import annotations

import bisect
import functools
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from graphbuild.document import BlockKind, Kind, Span
from graphbuild.extract import people
from graphbuild.extract.annotated import Along, Annotated, Mention
from graphbuild.extract.graded import compiled, plain
from graphbuild.ontology import wording

_LIST = 600  # characters: a longer list is not repeated as the evidence of each of its names
_REACH = 190  # characters to either side of a name in which its post may stand


class Found(NamedTuple):
    """A role found: the post's key if the document's things hold it, and its words."""

    person: str
    key: str
    label: str
    body: str
    start: int
    end: int


@functools.cache
def rules() -> dict[str, Any]:
    return wording("roles")


class Holders:
    """Reads who holds which post in one document."""

    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.document, self.text = annotated, annotated.document, annotated.document.text
        self.straight = plain(self.text)
        self.person_class = people.rules().cls
        classes = rules()["classes"]
        self.post_class, self.standing = classes["post"], frozenset(classes["standing"])
        self.persons = Along(m for m in sorted({*annotated.mentions, *annotated.nested}) if m.cls == self.person_class)
        starts = sorted(p.start for p in self.persons)
        self.post_mentions = Along(
            m._replace(end=cut) if (cut := self._clipped(m, starts)) < m.end else m
            for m in sorted({*annotated.mentions, *annotated.nested})
            if m.cls == self.post_class and m.how != "pronoun"
        )
        self.projects = Along(m for m in annotated.mentions if m.cls in classes["projects"])
        post = people.rules().post
        named_post = re.compile(rf"^(?:[\w'&-]+ ){{0,4}}?{post} (?:of|for|at)\b|{post}$|{rules()['words']['post_name']}")
        self.bodies = Along(
            m
            for m in sorted({*annotated.mentions, *annotated.nested})
            if m.cls in classes["bodies"] and not (m.how == "name" and named_post.search(self.straight[m.start : m.end]))
        )

    def _clipped(self, mention: Mention, starts: list[int]) -> int:
        """Where a post's name ends: before a person's name that follows a comma in it."""
        inside = [s for s in starts if mention.start < s < mention.end]
        if not inside:
            return mention.end
        before = re.sub(rf"(?:\b{people.rules().title}\s)+$", "", self.text[mention.start : inside[0]])
        return mention.start + len(before.rstrip(" ,"))

    def key(self, found: Found) -> str:
        """The key of a found post: an entity's, or one made of its words and its body."""
        return found.key or re.sub(r"[^a-z0-9]+", "-", f"{plain(found.label).lower()} {found.body}".replace("'", "")).strip("-")

    def named(self) -> Iterator[Found]:
        """Roles of named persons."""
        placed = dict(self._teams())
        present = self._present()
        for person in self.persons:
            unit, column = self._unit(person)
            found = (
                placed.get(person.start)
                or self._after(person, unit, column)
                or self._before(person, unit, column)
                or self._below(person, unit, column)
            )
            if found is None and person.start in present:
                words = unit if unit.end - unit.start < _LIST else Span(person.start, person.end)
                found = Found(person.key, "", rules()["minutes"]["post"], self._meeting(), *words)
            if found is None and column and self._in_team(person):
                body = self._column_body(column)
                found = Found(person.key, "", rules()["team"]["post"], body, unit.start, unit.end) if body else None
            if found is not None:
                yield found

    # -- where a person stands -----------------------------------------------------------------

    def _unit(self, person: Mention) -> tuple[Span, tuple[int, int]]:
        """The cell or block a mention stands in; for a cell, also its row and column."""
        index = self.document.index_at(person.start)
        block = self.document.blocks[index]
        for number, cell in enumerate(block.cells):
            if cell.start <= person.start < cell.end:
                return cell, (index, number + 1)
        return Span(block.start, block.end), (0, 0)

    def _in_team(self, person: Mention) -> bool:
        index = self.document.index_at(person.start)
        heading = compiled(rules()["team"]["heading"])
        above = [
            b for b in self.document.blocks[max(0, index - 8) : index] if b.kind is BlockKind.HEADING or b.cells or b.end - b.start < 60
        ]
        return any(heading.search(plain(self.document.of(b))) for b in above)

    def _column_body(self, column: tuple[int, int]) -> str:
        """The body that a cell above names, in the same column: the head of the column or the name over an officer's."""
        index, number = column
        if not number:
            return ""
        for j in range(index - 1, max(-1, index - 7), -1):
            cells = self.document.blocks[j].cells
            if len(cells) < number:
                if cells:
                    continue
                return ""
            cell = cells[number - 1]
            inside = [m for m in self.bodies.between(*cell) if m.end <= cell.end]
            if any(2 * (m.end - m.start) > cell.end - cell.start for m in inside):
                return max(inside, key=lambda m: (m.end - m.start, -m.start)).key
        return ""

    def _teams(self) -> Iterator[tuple[int, Found]]:
        """Places in a list: "Lead inspector: Jane Doe", "Jane Doe HMI, lead inspector"."""
        r = people.rules()
        for block in self.document.blocks:
            whole = Span(block.start, block.end)
            labelled = bool(block.cells) and bool(r.label.match(self.document.of(whole)))
            for unit in (whole,) if labelled or not block.cells else block.cells:
                text = self.document.of(unit)
                label = r.label.match(text)
                if label and (label["mark"] or r.name.match(label["names"])):
                    marks = [label.span("label"), *(m.span() for m in r.labels.finditer(text) if m.start() > label.start("names"))]
                    for number, (begin, end) in enumerate(marks):
                        stop = marks[number + 1][0] if number + 1 < len(marks) else len(text)
                        yield from self._placed(unit, text[begin:end], end, stop, begin)
                    continue
                trailing = r.trailing.match(text)
                if trailing and self._all_names(Span(unit.start, unit.start + trailing.end("names"))):
                    word = re.match(r",?\s[-–(]?\s?(?P<label>[\w -]+)", text[trailing.end("names") :])
                    yield from self._placed(unit, word["label"] if word else "", 0, trailing.end("names"), 0)

    def _present(self) -> frozenset[int]:
        """Where minutes name those who were there as members of the body that met."""
        if self.document.kind is not Kind.MINUTES or not self._meeting():
            return frozenset()
        label = compiled(rules()["minutes"]["present"])
        blocks = [b for b in self.document.blocks[:25] if label.match(self.straight[b.start : b.end])]
        return frozenset(p.start for p in self.persons if any(b.start <= p.start < b.end for b in blocks))

    def _all_names(self, span: Span) -> bool:
        """Whether nothing but names stands in a list of names: no words of a post after the last."""
        ends = [p.end for p in self.persons.between(*span) if p.end <= span.end]
        rest = self.text[max(ends, default=span.start) : span.end]
        return bool(ends) and not re.search(r"\w", people.rules().letters.sub("", re.sub(r"\([^)]*\)", "", rest)))

    def _placed(self, unit: Span, label: str, begin: int, stop: int, first: int) -> Iterator[tuple[int, Found]]:
        name = re.sub(r"\s*\([^)]*\)|[:\s]+$", "", label).strip().lower()
        name = re.sub(r"^team inspectors$|inspectors$", lambda m: m[0][:-1], name)
        inside = Span(unit.start + first, unit.start + stop)
        if "inspector" in name or "data analyst" in name or "quality assurance" in name or "hmi" in name.split():
            body = next((m.key for m in self.bodies.between(*inside) if m.key in self.annotated.inspectorates), "")
            body = body or (self.annotated.inspectorates[0] if self.annotated.inspectorates else "")
        else:
            body = ""
        for person in self.persons.between(unit.start + begin, unit.start + stop) if body else ():
            words = inside if inside.end - inside.start < _LIST else Span(person.start, person.end)
            yield person.start, Found(person.key, "", name, body, *words)

    # -- beside a name --------------------------------------------------------------------------

    def _after(self, person: Mention, unit: Span, column: tuple[int, int]) -> Found | None:
        """ "Jane Doe, independent chair of the board, said"."""
        rest = self.straight[person.end : min(unit.end, person.end + _REACH)]
        letters = people.rules().letters.match(rest)
        skip = letters.end() if letters else 0
        sep = compiled(rules()["words"]["after_name"]).match(rest[skip:]) or (re.match(r"\s(?=[A-Z])", rest[skip:]) if column[1] else None)
        if not sep:
            return self._made(person, rest[skip:], person.end + skip, unit) or self._lettered(person, rest, unit, column)
        begin = person.end + skip + sep.end()
        end = compiled(rules()["words"]["ends"]).search(rest, skip + sep.end() - 1)
        stop = person.end + (end.start() if end else len(rest))
        other = next((p.start for p in self.persons.between(begin, stop)), stop)
        if other < stop:  # "…, Councillor Ann Roe": the next person's title is no post of this one
            stop = begin + len(re.sub(rf"[,;\s]*(?:\b{people.rules().title}\s)*$", "", self.text[begin:other]))
        if "(" in sep[0] and ")" in self.straight[begin:stop]:
            stop = begin + self.straight[begin:stop].index(")")
        return self._described(person, Span(begin, stop), unit, column, Span(person.start, stop))

    def _made(self, person: Mention, rest: str, begin: int, unit: Span) -> Found | None:
        """ "Jane Doe was appointed independent chair of the board"."""
        given = compiled(rules()["words"]["made"]).match(rest)
        starts = {begin + given.end(), begin + given.start() + len(given[0].rstrip())} if given else set()
        near = [m for m in self.post_mentions.between(begin + 1, begin + given.end() + 1) if begin + given.end() <= m.end] if given else []
        if not given or not (near or re.match(people.rules().post, rest[given.end() :])):
            return None
        ends = re.search(r"[.;:\"]|,? (?:and|who|but|after|when)\b", rest[given.end() :])
        stop = begin + given.end() + (ends.start() if ends else len(rest) - given.end())
        span = Span(min([*(m.start for m in near), *starts]), stop)
        return self._described(person, span, unit, (0, 0), Span(person.start, stop))

    def _lettered(self, person: Mention, rest: str, unit: Span, column: tuple[int, int]) -> Found | None:
        """ "Jane Doe HMI" in an inspection team."""
        if not re.match(r",?\s\(?(?:Senior )?HMI\b", rest):
            return None
        body = self._column_body(column) or self._held_in("HMI")
        return Found(person.key, "", "HMI", body, person.start, min(unit.end, person.end + 4)) if body else None

    def _before(self, person: Mention, unit: Span, column: tuple[int, int]) -> Found | None:
        """ "The council's cabinet member, Jane Doe, welcomed"; "at the board, independent chair Jane Doe said"."""
        lead = re.search(rf"(?:\b{people.rules().title}\s)+$", self.text[unit.start : person.start])
        edge = unit.start + lead.start() if lead else person.start
        before = self.straight[max(unit.start, edge - _REACH) : edge]
        join = compiled(rules()["words"]["before_name"]).search(before)
        if not join:
            return None
        stop = edge - len(join[0])
        sentence = self.annotated.sentences[
            max(0, bisect.bisect_right(self.annotated.sentences, person.start, key=lambda s: s.start) - 1)
        ].start
        begin = max(unit.start, sentence, stop - _REACH)
        words = self.straight[begin:stop]
        quote = max(words.rfind('"'), words.rfind(": "), words.rfind("; "))
        begin += quote + 1 if quote >= 0 else 0
        begin = max([begin, *(p.end for p in self.persons.between(begin, stop) if p.end <= stop)])  # another's post is not this one's
        inside = [m for m in self.post_mentions.between(begin, stop) if m.end <= stop]
        post = max(inside, key=lambda m: (m.end, -m.start), default=None) or self._worded(begin, stop)
        if post is None or not re.fullmatch(
            r"(?:[\s,]*(?:at|of|for|in|with)?\s?(?:the )?[\w'&()., -]{0,70})?", self.straight[post.end : stop]
        ):
            return None
        if post.end < stop and not self._joined_body(post.end, stop) and self.straight[post.end : stop].strip(" ,"):
            return None
        body = self.body_of(post, Span(begin, stop), column)
        label = "" if post.key else self.text[post.start : post.end]
        return Found(person.key, post.key, label, body, min(begin, post.start), person.end) if body else None

    def _worded(self, begin: int, stop: int) -> Mention | None:
        """A post that is no mention: the words from a body's name, "as" or the start, with a post's head noun among the first."""
        start = max(
            [begin, *(m.end for m in (*self.bodies.between(begin, stop), *self.projects.between(begin, stop)) if m.end <= stop - 4)]
        )
        lead = re.match(r".*\bas (?:the )?|(?:'s?)?\s?,?\s?(?:the |its )?(?:new |current )?", self.straight[start:stop])
        start += lead.end() if lead else 0
        words = self.straight[start:stop]
        if len(words) > 90 or not re.match(rf"(?:[\w'&-]+ ){{0,4}}?{people.rules().post}", words):
            return None
        ends = re.search(r",? (?:at|with|said|says|is|was|has|have|who|and)\b|[.;:\"]", words)
        end = start + len(words[: ends.start()] if ends else words)
        return Mention(start, end, "", self.post_class) if ends is None or ends[0].strip(" ,") in ("at", "with") else None

    def _below(self, person: Mention, unit: Span, column: tuple[int, int]) -> Found | None:
        """A signature: the name on a line, the post on the next."""
        lead = people.rules().name.match(self.document.of(unit))
        if not lead or lead.end() < len(self.document.of(unit).rstrip(" ,")):
            return None
        index = self.document.index_at(person.start)
        if column[1]:
            row = self.document.blocks[index + 1] if index + 1 < len(self.document.blocks) else None
            if row is None or len(row.cells) < column[1]:
                return None
            span = row.cells[column[1] - 1]
        else:
            if index + 1 >= len(self.document.blocks):
                return None
            span = Span(self.document.blocks[index + 1].start, self.document.blocks[index + 1].end)
        if self.persons.between(*span):
            return None
        if not 3 < span.end - span.start < 120 or self.straight[span.start : span.end].rstrip().endswith("."):
            return None
        return self._described(person, span, unit, column, Span(person.start, span.end))

    def _described(self, person: Mention, span: Span, unit: Span, column: tuple[int, int], whole: Span) -> Found | None:
        """The post that the words of `span` state, and its body."""
        post = next(iter(self.post_mentions.between(*span)), None)
        words = self.straight[span.start : span.end]
        head = re.search(people.rules().post, words)
        if post is None and not head:
            return None
        if post is not None and post.start - span.start > 60:
            return None
        tail = re.match(r"(?:\s[A-Z][\w’'-]+){1,3}", self.text[post.end : span.end]) if post is not None else None
        if post is not None and tail and re.search(rf"{people.rules().post}$", tail[0]):  # "Assistant" of "Assistant Chief Inspector"
            post = Mention(post.start, post.end + tail.end(), "", self.post_class)
            label = self.text[post.start : post.end]
        elif post is None and head:
            cut = next((m.start for m in self.bodies.between(span.start + head.end(), span.end)), span.end)
            label = re.sub(r"[\s,–-]*(?:\b(?:of|for|at|in|with|from|the|and))*[\s,–-]*$", "", self.text[span.start : cut]).strip(" ,()")
            label = re.sub(r"\s+(?:of|for|at|in|with|from)(?: the)?$", "", label)
            if not label or len(label) > 110:
                return None
            post = Mention(span.start, span.start + len(label), "", self.post_class)
        else:
            label = ""
        assert post is not None
        body = self.body_of(post, span, column)
        place = people.rules().place.search(words) if body in self.annotated.inspectorates else None
        if place and re.fullmatch(r"(?:[A-Z]{2,}|Ofsted|,|\s)*", words[: place.start()]):
            post, label = post._replace(key=""), place[0] if place[0].isupper() else place[0].lower()
        alone = bool(compiled(rules()["words"]["alone"]).search(words))
        return Found(person.key, post.key, label, body, whole.start, whole.end) if body or alone else None

    # -- the body of a post ---------------------------------------------------------------------

    def _joined_body(self, begin: int, stop: int) -> str:
        """A body joined to what stands before `begin`: "… at Northbridge Council"."""
        for mention in self.bodies.between(begin, stop):
            if mention.end <= stop + 1:
                gap = self.straight[begin : mention.start]
                if gap == " " or compiled(rules()["words"]["joins"]).match(gap):
                    return mention.key
                break
        return ""

    def body_of(self, post: Mention, span: Span, column: tuple[int, int]) -> str:
        words = self.straight[post.start : post.end]
        if compiled(rules()["words"]["alone"]).search(words):
            return ""
        inside = [m for m in self.bodies.between(post.start, post.end) if m.end <= post.end]
        # "service manager for the Northbridge Youth Offending Service", "Ofsted HMI", not "director of children's services"
        for mention in inside:
            own = (
                mention.start == post.start
                or self.straight.startswith("'s ", mention.end)
                or re.search(r"\b(?:of|for|at) the (?:[A-Z][\w'-]+ ){0,3}$", self.straight[post.start : mention.start])
                or mention.cls in self.standing
            )
            if own and not (mention.start > post.start and compiled(rules()["authority"]["posts"]).search(words)):
                return mention.key
        head = self._column_body(column)
        if head in self.annotated.inspectorates:
            return head
        own_post = bool(compiled(rules()["authority"]["posts"]).search(words))
        after = self._joined_body(post.end, span.end)
        if after:  # "Service Director, Children's Social Care" is the authority's
            return self.annotated.area if own_post and self.annotated.entities[after].cls not in self.standing else after
        before = [m for m in self.bodies.between(span.start, post.start) if m.end <= post.start]
        for mention in reversed(before):
            gap = self.straight[mention.end : post.start]
            if re.fullmatch(r"(?:\s?\([^)]*\))?(?:'s?|,)?\s(?:new |own |interim |independent |current |then |former )*", gap):
                return mention.key
            if re.fullmatch(r"\s(?:an?|the)\s(?:\w+ )?", gap) and re.search(r"\bfor (?:the )?$", self.straight[: mention.start][-9:]):
                return mention.key
        if (
            any(word in plain(self.annotated.entities[post.key].label).lower() for word in ("chair",))
            if post.key in self.annotated.entities
            else False
        ):
            owner = next((m.key for m in inside), "")
            if owner:
                return owner
        held = self._held_in(words)
        if held:
            return held
        if head:
            return head
        if own_post:
            return self.annotated.area
        if self.document.kind is Kind.MINUTES and compiled(rules()["minutes"]["posts"]).search(words):
            return self._meeting()
        whose = next(
            (
                m
                for m in self.projects.between(post.start - 60, post.start)
                if self.straight.startswith("'s ", m.end) and 0 <= post.start - m.end - 3 < 12
            ),
            None,
        )
        return whose.key if whose else next((m.key for m in before if m.start - span.start < 12), "")

    def _meeting(self) -> str:
        """The body whose meeting minutes record: the first that meets in their head."""
        end = self.document.blocks[min(8, len(self.document.blocks) - 1)].end
        return next((m.key for m in self.bodies if m.cls == rules()["minutes"]["class"] and m.start < end), "")

    def _held_in(self, words: str) -> str:
        """The inspectorate that has the post, of those that made the document."""
        for entry in rules()["held_in"]:
            if compiled(entry["post"]).search(words):
                for key in self.annotated.inspectorates:
                    entity = self.annotated.entities.get(key)
                    if entity and any(compiled(entry["body"]).search(plain(n)) for n in (entity.label, *entity.names)):
                        return key
        return ""
