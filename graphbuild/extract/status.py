"""How a link stands: actual, failing, planned, former, or no link at all.

Negation, modals, failure and plans are read from the verb that states the link, from what governs it ("fails to monitor",
"limits its ability to plan"), and, where a noun states it ("oversight"), from the noun's own words and its clause's verb.
Each link of a sentence is judged by its own clause. The words stand in `ontology/wording/status.toml`.
"""

from __future__ import annotations

from graphbuild.extract.clauses import Clauses
from graphbuild.extract.status_words import words
from graphbuild.facts import Status

NONE = "none"
ACTUAL = "actual"
_RAISES = frozenset(("strengthen", "improve", "increase", "enhance", "build", "ensure"))
_AS_STATUS = {"actual": Status.ACTUAL, "failing": Status.FAILING, "planned": Status.PLANNED, "former": Status.FORMER}


def as_status(word: str, denied: str) -> Status | None:
    """The status that `word` names; "denied" becomes what a denial of that link means; None for no link."""
    if word == "denied":
        word = denied
    return _AS_STATUS.get(word)


class Judge:
    """Judges the links of one parsed sentence."""

    def __init__(self, clauses: Clauses) -> None:
        self.c = clauses
        self.p = clauses.parsed
        self.w = words()

    def verb(self, v: int, depth: int = 0) -> str:
        """What the verb group at chunk `v`, and what governs it, make of its link."""
        chunk = self.c.chunks[v]
        own = self._group(v)
        if own == NONE:
            return NONE
        if self._conditional(v):
            return NONE
        wished = self._wished(v)
        if wished and own in (ACTUAL, "planned"):
            return wished
        if chunk.form in "tg" and depth < 3:
            above = self._governed(v, depth)
            if above == NONE or own == ACTUAL:
                return above
        elif chunk.form == "e" and depth < 3 and own == ACTUAL:
            pass
        return own

    def _group(self, v: int) -> str:
        chunk = self.c.chunks[v]
        inside = self.p.words[chunk.a : chunk.b]
        tags = self.p.tags[chunk.a : chunk.b]
        result = ACTUAL
        shared = self._shared(v)
        if shared >= 0:  # "should support and challenge", "do not monitor the plans or coordinate the work"
            told = self.verb(shared)
            if told != ACTUAL:
                return told
        for word, tag in zip(inside, tags, strict=True):
            if tag == "Q":
                status = self.w.modals.get(word, ACTUAL)
                if word == "can" and self._purpose(v):
                    status = "planned"
                if word == "would" and self._promised(v):
                    status = "planned"
                if status == NONE:
                    return NONE
                result = status
        if "will" in inside and "continue" in inside:
            result = ACTUAL
        if "no longer" in inside or "formerly" in inside or "previously" in inside:
            return "former"
        if "X" in tags and "not only" not in inside:
            return "yet" if "yet" in inside else "denied"
        after = self.p.words[chunk.b : chunk.b + 2]
        if after[:1] == ["neither"]:
            return "denied"
        if (result == ACTUAL and any(w in self.w.weak for w in inside)) or (
            after[:1] and after[0] in self.w.weak and after[0].endswith("ly")
        ):
            return "failing"
        before = self.c.chunks[v - 1] if v else None
        if before is not None and before.kind == "N":
            above = self.c.head_of(v - 1) - 1
            firsts = {self.p.words[self.c.chunks[k].a] for k in (self.c.head_of(v - 1), *self.c.subject(v)[:1])}
            if chunk.passive and firsts & {"limited", "insufficient", "inadequate", "minimal", "poor"}:
                return "failing"
            if firsts & {"no", "few", "neither", "little", "nobody"} or (above >= 0 and self.p.words[self.c.chunks[above].b - 1] == "not"):
                return "denied"
        if self._seldom(v):
            return "failing"
        if chunk.word == "include":
            heads = {self.p.words[self.c.chunks[k].b - 1] for k in self.c.subject(v)}
            if heads & {"plans", "proposals"}:
                return "planned" if result == ACTUAL else result
        if tags.startswith("B") and "T" in tags[1:]:
            return "planned"
        if result == ACTUAL and self._until(v):
            return "former"
        if chunk.passive and any(w in ("being", "currently") for w in inside):
            return result
        if chunk.passive and inside[-1] in self.w.planned:
            return "planned"
        return result

    def _shared(self, v: int) -> int:
        """The verb before whose auxiliary (or "to") the bare verb at chunk `v` shares, -1 if none."""
        chunk = self.c.chunks[v]
        if (
            chunk.form != "f"
            or self.p.tags[chunk.a : chunk.b].strip("R") != "V"
            or self.p.words[chunk.b - 1] != chunk.word
            and chunk.word not in self.p.words[chunk.a : chunk.b]
        ):
            return -1
        k = v - 1
        while k >= 0 and self.c.chunks[k].kind in "RxC":
            k -= 1
        if k == v - 1 or not any(c.kind == "C" for c in self.c.chunks[k + 1 : v]):
            return -1
        while k >= 0 and self.c.chunks[k].kind in "NPRxCI":
            k -= 1
        if k < 0 or self.c.chunks[k].kind != "V":
            return -1
        above = self.c.chunks[k]
        return (
            k
            if above.form == "t" or any(t in "QO" for t in self.p.tags[above.a : above.b]) or (above.form == "f" and self._shared(k) >= 0)
            else -1
        )

    def _purpose(self, v: int) -> bool:
        """Whether the clause of the verb says what something is for: "so that the service can give stronger oversight"."""
        k = v - 1
        while k >= 0 and self.c.chunks[k].kind in "NPRCxI":
            k -= 1
        return k >= 0 and self.c.chunks[k].kind == "S" and self.c.chunks[k].word == "so that"

    def _promised(self, v: int) -> bool:
        """Whether "would" tells what somebody promised ("it was agreed that the head of audit would report back")."""
        above = self.c.previous_verb(v)
        return (
            above >= 0
            and self.c.chunks[above].word in self.w.promised
            and any(c.kind == "S" and c.word == "that" for c in self.c.chunks[above + 1 : v])
        )

    def _until(self, v: int) -> bool:
        """Whether the clause of a past verb tells until when it was so."""
        chunk = self.c.chunks[v]
        if not any(
            t == "L" or w in ("was", "were", "had")
            for t, w in zip(self.p.tags[chunk.a : chunk.b], self.p.words[chunk.a : chunk.b], strict=True)
        ):
            return False
        for step in (-1, 1):
            k = v + step
            while 0 <= k < len(self.c.chunks) and self.c.chunks[k].kind not in "VySWC":
                if self.c.chunks[k].word == "until" and self.c.chunks[k + 1 : k + 2] and self.c.chunks[k + 1].kind == "N":
                    return self.p.words[self.c.chunks[k + 1].b - 1] not in ("recently",)
                k += step
        return False

    def _seldom(self, v: int) -> bool:
        """Whether an adverb that ends the clause says how seldom it happens: "is held to account only rarely"."""
        for k in range(v + 1, len(self.c.chunks)):
            chunk = self.c.chunks[k]
            if chunk.kind in "VySWC":
                return False
            if chunk.kind == "R" and any(w in self.w.seldom for w in self.p.words[chunk.a : chunk.b]):
                return k + 1 >= len(self.c.chunks) or self.c.chunks[k + 1].kind in "yxCS"
        return False

    def _conditional(self, v: int) -> bool:
        """Whether the clause of the verb is a condition or an indirect question."""
        k = v - 1
        while k >= 0 and self.c.chunks[k].kind in "NPRCxI":
            k -= 1
        if k < 0 or self.c.chunks[k].kind != "S":
            return False
        if self.c.chunks[k].word == "how" and k == v - 1 and self.c.chunks[v].form == "t":
            return False  # who knows how to do it does it; who is unsure how to does not
        if self.c.chunks[k].word == "how" and k and self.c.chunks[k - 1].kind == "V" and self.c.chunks[k - 1].word in self.w.told:
            return False
        return self.c.chunks[k].word in ("if", "whether", "unless", "how", "until", "what")

    def _wished(self, v: int) -> str:
        """What a verb makes of the clause it introduces by "that" ("recommends that", "agreed that")."""
        k = v - 1
        while k >= 0 and self.c.chunks[k].kind in "NPRCxI":
            k -= 1
        if k < 1 or self.c.chunks[k].kind != "S" or self.c.chunks[k].word != "that" or self.c.chunks[k - 1].kind != "V":
            return ""
        if self.c.chunks[k - 1].word in ("advise", "remind"):  # of what is so, not of what to do
            return ""
        kind = self.w.governs.get(self.c.chunks[k - 1].word, "")
        return kind if kind == NONE or self.c.chunks[k - 1].word in ("propose", "plan", "intend") else ""

    def _governed(self, v: int, depth: int) -> str:
        """What stands above an infinitive or an -ing form."""
        chunks = self.c.chunks
        before = self.c.previous_verb(v, "ft")
        if chunks[v].form == "t" and v and chunks[v - 1].kind == "C" and before >= 0 and chunks[before].form == "t":
            return self.verb(before, depth + 1)  # "to plan the work and to fund it": as the first stands, so does the second
        k = v - 1
        while k >= 0 and chunks[k].kind in "RxC":
            k -= 1
        if k < 0:
            return ACTUAL
        if chunks[k].kind == "P":
            k -= 1
        if k < 0:
            return ACTUAL
        if chunks[k].kind == "S" and k > 0 and chunks[k].word == "how":
            k -= 1
        top = chunks[k]
        if top.kind == "j":
            word = self.w.adjectives.get(top.word, "")
            main = k - 1
            while main >= 0 and chunks[main].kind in "R":
                main -= 1
            above = self.verb(main, depth + 1) if main >= 0 and chunks[main].kind == "V" else ACTUAL
            if not word and main >= 0 and chunks[main].kind == "V":
                heads = {self.p.words[chunks[s].b - 1] for s in self.c.subject(main)}
                word = next((self.w.nouns[h] for h in sorted(heads) if h in self.w.nouns), "")
                word = "" if word == "ability" else word
            if word:
                return word if above in (ACTUAL, "planned") else above
            less = main >= 0 and chunks[main].kind == "V" and "less" in self.p.words[chunks[main].a : k]
            return "failing" if above == "denied" or (less and above == ACTUAL) else above
        if top.kind == "N":
            head = self.c.head_of(k)
            word = self.p.words[chunks[head].b - 1]
            kind = self.w.nouns.get(word, "") or self.w.nouns.get(chunks[k].word, "")
            main = head - 1
            while main >= 0 and chunks[main].kind in "RxCNP":
                main -= 1
            above = self.verb(main, depth + 1) if main >= 0 and chunks[main].kind == "V" else ACTUAL
            if kind == "ability":
                verb = chunks[main].word if main >= 0 else ""
                after = self._after_predicate(head)
                return (
                    "failing"
                    if verb in self.w.weak_verbs
                    or above in ("denied", "failing")
                    or after in ("failing", "denied")
                    or self._weak_phrase(head)
                    else NONE
                )
            if kind:
                return kind if above not in (NONE, "denied") or kind == "planned" else above
            if main >= 0 and chunks[main].kind == "V":
                return self._by_verb(main, depth, v, above)
            return ACTUAL
        if top.kind == "V":
            return self._by_verb(k, depth, v, self.verb(k, depth + 1))
        return ACTUAL

    def _by_verb(self, main: int, depth: int, v: int, above: str) -> str:
        lemma = self.c.chunks[main].word
        kind = self.w.governs.get(lemma, "")
        inside = self.p.words[self.c.chunks[main].a : self.c.chunks[main].b]
        if kind == "former" and lemma == "use" and (self.c.chunks[main].passive or main != v - 1 or "used" not in inside):
            kind = ""  # "is used to co-ordinate" is no "used to co-ordinate"
        if self.c.chunks[v].form == "t" and self.p.tags[self.c.chunks[main].b - 1] == "B" and main == v - 1:
            return "planned" if above == ACTUAL else above
        if (
            self.c.chunks[v].form == "t"
            and self.p.tags[self.c.chunks[main].a : self.c.chunks[main].b].rstrip("RX").endswith("H")
            and main == v - 1
        ):
            return "failing" if "yet" in self.p.words[self.c.chunks[main].a : self.c.chunks[v].a + 1] else NONE
        if kind and kind != "actual" and (main >= v - 2 or lemma in ("invite", "ask", "require", "expect", "urge", "remind", "advise")):
            return kind if above in (ACTUAL, "planned") else above
        if lemma in self.w.weak_verbs and above == ACTUAL:
            return "failing"
        return above

    def _after_predicate(self, i: int) -> str:
        end = self.c.chain_end(i)
        for k in range(end + 1, len(self.c.chunks)):
            if self.c.chunks[k].kind == "V" and self.c.chunks[k].form == "f" and not self._in_relative(i, k):
                return self.predicate(k)
            if self.c.chunks[k].kind in "Sy":
                break
        return ACTUAL

    def _in_relative(self, i: int, v: int) -> bool:
        """Whether the verb at chunk `v` belongs to a clause without its relative word ("the difference they can make")."""
        before = self.c.chunks[v - 1]
        return before.kind == "N" and before.word in ("they", "it", "he", "she", "we") and v - 1 > i

    def _weak_phrase(self, i: int, upto: int = -1) -> bool:
        chunk = self.c.chunks[i]
        return any(w in self.w.weak for w in self.p.words[chunk.a : upto if upto >= 0 else chunk.b])

    def predicate(self, v: int) -> str:
        """What the verb group at chunk `v` with its complement says of its subject: that it is weak, planned, or neither."""
        status = self.verb(v)
        chunk = self.c.chunks[v]
        if status in (NONE, "former"):
            return status
        if chunk.word in self.w.weak_verbs:
            return "failing"
        if chunk.word == "need" or chunk.word == "require":
            return "failing"
        k = v + 1
        told: list[str] = []
        while k < len(self.c.chunks) and self.c.chunks[k].kind in "NRCxjP" and len(told) < 14:
            told += self.p.words[self.c.chunks[k].a : self.c.chunks[k].b]
            k += 1
        inside = self.p.words[chunk.a : chunk.b]
        if status in ("denied", "yet"):
            return "yet" if status == "yet" else "failing"
        if any(w in self.w.weak for w in told[:9] + inside) and "not" not in told:
            return "failing"
        if any(w in self.w.planned for w in inside) or any(w in self.w.planned for w in told[:3]):
            return "planned"
        return status

    def owned(self, i: int, done: bool) -> str:
        """How what the noun phrase at chunk `i` owns stands: "the proposal for …", "the county's inconsistent early help offer".

        `done`: whether the link is something a body does, and may do badly.
        """
        head = self.c.chunks[self.c.head_of(i)]
        if self.w.nouns.get(self.p.words[head.b - 1]) == "planned" and head is not self.c.chunks[i]:
            return "planned"
        return "failing" if done and any(w in self.w.poor for w in self.p.words[self.c.chunks[i].a : self.c.chunks[i].b]) else ACTUAL

    def noun(self, i: int, token: int, predicate: int, governor: int) -> str:
        """What the words about a noun at `token` in chunk `i` make of its link."""
        chunk = self.c.chunks[i]
        inside = self.p.words[chunk.a : token + 1]
        if any(w in self.w.weak for w in inside):
            return "failing"
        if any(w in self.w.planned for w in inside):
            return "planned"
        if any(w in self.w.ended for w in inside):
            return "former"
        if i >= 2 and self.c.chunks[i - 1].kind == "C" and self.c.chunks[i - 2].kind == "N" and self._weak_phrase(i - 2):
            return "failing"
        head = self.c.head_of(i)
        if head != i and self._weak_phrase(head):
            return "failing"
        if head > 0 and self.c.chunks[head - 1].word == "without":
            return "failing"
        if head > 2 and self.c.chunks[head - 1].word == "to" and self.c.chunks[head - 2].word == "subject":
            told = self.verb(self.c.previous_verb(head - 2)) if self.c.previous_verb(head - 2) >= 0 else ACTUAL
            return "failing" if told == "denied" else told
        if predicate >= 0:
            told = self.predicate(predicate)
            if told != ACTUAL:
                return told
        if governor >= 0:
            verb = self.c.chunks[governor]
            told = self.verb(governor)
            if verb.word in self.w.weak_verbs and told == ACTUAL:
                return "failing"
            if (
                told == ACTUAL
                and verb.form in "tg"
                and (verb.word in _RAISES or (verb.word == "provide" and any(w in self.w.raised for w in inside)))
            ):
                return "planned"
            if told in ("denied", "yet"):
                return "failing"
            return told
        return ACTUAL
