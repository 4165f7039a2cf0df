"""Who holds or held which post, in which body, since when.

A person's post is read from the words beside the name ("Jane Doe, independent chair of the board, said"; "the council's cabinet member,
Jane Doe"), from the places of an inspection team, from signatures and from tables of leaders (`holders`). A post without a named
holder is a role where its start is dated or it is said to be interim. Where no body is named beside a post, none is guessed but the
area's authority for posts only an authority has, and the inspectorate for its own posts (`ontology/wording/roles.toml`).
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import replace

from graphbuild.document import Span
from graphbuild.extract import people
from graphbuild.extract.annotated import Annotated, Mention
from graphbuild.extract.dates import Period, dates
from graphbuild.extract.graded import compiled, plain
from graphbuild.extract.holders import Found, Holders, rules
from graphbuild.extract.statements import statements
from graphbuild.facts import Entity, Evidence, Role


def held(annotated: Annotated) -> tuple[list[Role], list[Entity]]:
    """Every role the document states, in order, and the posts of those roles that are not among the document's things."""
    reader = _Reader(annotated)
    found = list(reader.holders.named())
    named = [role for role in map(reader.role, found) if role is not None]
    every = reader.joined(named) + list(reader.unnamed())
    kept: dict[tuple[str, str, str, str], Role] = {}
    for role in sorted(every, key=lambda r: (r.evidence.start, r.evidence.end, r.person, r.post, r.body)):
        mark = (role.person, role.post if not role.person else "", role.body, role.evidence.paragraph)
        kept.setdefault(mark, role)
    posts: dict[str, Entity] = {}
    for one in found:
        if not one.key and one.label:
            posts.setdefault(reader.holders.key(one), reader.post(one))
    used = {role.post for role in kept.values()}
    return list(kept.values()), [posts[key] for key in sorted(posts) if key in used]


def roles(annotated: Annotated) -> list[Role]:
    """Every role the document states, in order; `post` is an entity's key, of `annotated.entities` or of `held`'s posts."""
    return held(annotated)[0]


_AFTER = 200  # characters after a role's words in which its dates may stand


class _Reader:
    def __init__(self, annotated: Annotated) -> None:
        self.annotated, self.document = annotated, annotated.document
        self.holders = Holders(annotated)
        self.straight, self.bodies = self.holders.straight, self.holders.bodies
        self.post_mentions = self.holders.post_mentions

    def post(self, found: Found) -> Entity:
        """The record of a post that is stated beside a person and not named on its own."""
        owner = self.annotated.entities.get(found.body)
        authority = self.annotated.area if owner and owner.authority == self.annotated.area else ""
        return Entity(
            self.holders.key(found),
            self.holders.post_class,
            found.label,
            (found.label,),
            authority,
            generic=True,
            national=owner is not None and owner.national,  # a place in an inspection team is the same post in every report
            documents=(self.document.identifier,),
            mentions=(Evidence.of(self.document, found.start, found.end),),
        )

    def role(self, found: Found) -> Role | None:
        """The record of a found role; None for a holder who no longer is one, unless it is said until when."""
        sentences = self.annotated.sentences
        last = bisect.bisect_right(sentences, found.end - 1, key=lambda s: s.start) - 1
        stop = max(found.end, sentences[last].end) if last >= 0 else found.end
        words = self.straight[found.start : min(stop, found.end + _AFTER)]
        table = rules()["words"]
        dated = {name: self._dated(words, table[name]) for name in ("from", "to")}
        if not dated["to"] and compiled(table["former"]).search(self.straight[found.start : found.end]):
            return None
        return Role(
            found.person,
            self.holders.key(found) if found.key or found.label else "",
            found.body,
            Evidence.of(self.document, found.start, found.end),
            dated["from"],
            dated["to"],
            bool(compiled(table["interim"]).search(self.straight[found.start : found.end])),
        )

    def _dated(self, words: str, sign: str) -> str:
        """The date that stands behind one of the signs in `words`, outside any quotation; "" if none does."""
        words = words.split('"', 1)[0]
        return next((p.start for p in dates(words, years=True) if compiled(sign).search(words[: p.begin])), "")

    def joined(self, named: list[Role]) -> list[Role]:
        """Named roles with the dates that the persons themselves give ("not long after I joined the council in October 2017")."""
        out = list(named)
        for statement in statements(self.annotated):
            text = plain(statement.evidence.exact)
            for entry in rules()["joined"]:
                match = compiled(entry["form"]).search(text)
                when = [p for p in dates(text) if match and p.begin <= match.end() + 60] if match else []
                if not match or not when:
                    continue
                at = statement.evidence.start + match.end()
                body = next((m.key for m in self.bodies.between(at, at + 13)), "")
                out = [
                    replace(r, start=when[0].start) if r.person == statement.speaker and r.body == body and not r.start else r for r in out
                ]
        return out

    def unnamed(self) -> Iterator[Role]:
        """Posts without a named holder whose start is dated or which are interim."""
        sentences = self.annotated.sentences
        outer = [
            m
            for m in self.post_mentions
            if not any(m.end <= o.end and o != m for o in self.post_mentions.between(m.start - 120, m.start + 1))
        ]
        singular = [m for m in outer if not people.rules().plural.search(self.straight[m.start : m.end])]
        grouped: dict[int, list[Mention]] = {}
        for mention in singular:
            grouped.setdefault(bisect.bisect_right(sentences, mention.start, key=lambda s: s.start) - 1, []).append(mention)
        for index, inside in sorted(grouped.items()):
            sentence = sentences[index]
            text = self.straight[sentence.start : sentence.end]
            if any(sentence.start <= p.start and p.end <= sentence.end for p in self.holders.persons):
                continue
            for post in inside:
                period = self._since(text, Span(post.start - sentence.start, post.end - sentence.start))
                period = period or (self._continued(index + 1, sentence.block) if post is inside[0] else None)
                words = self.straight[max(sentence.start, post.start - 12) : post.end]
                interim = bool(compiled(rules()["words"]["interim"]).search(words))
                if not period and not interim:
                    continue
                body = self._owner(post) or self.holders.body_of(post, Span(sentence.start, sentence.end), (0, 0))
                if body:
                    yield Role(
                        "",
                        post.key,
                        body,
                        Evidence.of(self.document, sentence.start, sentence.end),
                        period.start if period else "",
                        interim=interim,
                    )

    def _owner(self, post: Mention) -> str:
        """The body that the post's own name holds, wherever the document names it in full ("chair of the board")."""
        for mention in self.post_mentions:
            if mention.key == post.key and not compiled(rules()["authority"]["posts"]).search(self.straight[mention.start : mention.end]):
                inside = [m for m in self.bodies.between(mention.start, mention.end) if m.end <= mention.end]
                if inside:
                    return inside[0].key
        return ""

    def _since(self, text: str, post: Span) -> Period | None:
        """The date since which a post is held, as a sentence states it."""
        if not re.search(r"\d{4}", text):
            return None
        marked = text[: post.start] + "\x01" + text[post.end :]
        shift = post.end - post.start - 1
        for entry in rules()["since"]:
            if "{post}" not in entry["form"]:
                continue
            form = entry["form"].replace("{post}", r"\x01(?:\s?\([^)]{2,30}\))?").replace("{date}", r"[\w ]{3,20}?")
            match = re.search(form, marked, re.IGNORECASE)
            if match:
                dated = "{date}" in entry["form"]
                found = [
                    p
                    for p in dates(marked, years=True)
                    if (match.start() <= p.begin <= match.end() if dated else match.end() - 1 <= p.begin <= match.end() + 3)
                ]
                if found:
                    return found[0]._replace(begin=found[0].begin + shift)
        return None

    def _continued(self, index: int, block: int) -> Period | None:
        """ "Since his arrival in December 2015" in the sentence after the one that names the post."""
        if index >= len(self.annotated.sentences) or self.annotated.sentences[index].block != block:
            return None
        sentence = self.annotated.sentences[index]
        text = self.straight[sentence.start : sentence.end]
        for entry in rules()["since"]:
            if "{post}" in entry["form"]:
                continue
            match = re.search(entry["form"], text, re.IGNORECASE)
            found = [p for p in dates(text, years=True) if match and p.begin == match.end()]
            if found:
                return found[0]
        return None
