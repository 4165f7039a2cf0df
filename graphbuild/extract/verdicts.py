"""Grades that a sentence gives: in news and minutes, and of earlier inspections in any document.

A grade's word counts only with a formal sign ("was judged to be good", "a 'good' rating"), or where it stands right behind what is
judged and is unmistakable ("the board is 'inadequate'"); "many investigations were good" is no judgement. "Good or outstanding" is none
either, for it does not say which.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from graphbuild.extract.annotated import Annotated
from graphbuild.extract.dates import Period, dates
from graphbuild.extract.graded import Area, Grade, areas_in, grades_in, label_of, plain, rules
from graphbuild.extract.sentences import Sentence

_MANY = 12  # grades in one "sentence": beyond, it is a table whose layout was lost
_NEAR = 14  # characters between what is judged and an unmistakable grade
_QUOTED = 45  # ... and a grade in quotation marks
_LIST = re.compile(
    r"^[\s,']*(?:(?:and|as well as|for|in|its|the|both|of|services?|s|council's|authority's|children)\b[\s,']*)*$", re.IGNORECASE
)


_ADJECTIVE = re.compile(  # "receive good services": no grade, but a word before a noun
    r"\s+(?!(?:overall|ratings?|judge?ments?|grades?|gradings?|in|by|and|at|for|following|after|with|but|or|as|when|across|since|on|because|despite|while|under|during|last|this|"
    r"although|though|from|to)\b)[a-z]"
)


class Verdict(NamedTuple):
    """One grade that a sentence gives, of what, with the date of the inspection if it is an earlier one."""

    body: str
    area: str
    grade: str
    start: int
    end: int
    period: Period | None
    previous: bool


def board_of(annotated: Annotated) -> str:
    """The key of the area's safeguarding children board, if the document names it; "" if not."""
    names, other = rules().pattern("board", "names"), rules().pattern("board", "not_names")
    boards = {
        key
        for key, entity in annotated.entities.items()
        if entity.cls in rules().data["board"]["classes"]
        and any(names.search(plain(n)) for n in (entity.label, *entity.names))
        and not other.search(plain(entity.label))
    }
    found = [
        (annotated.entities[mention.key].authority not in ("", annotated.area), mention.start, mention.key)
        for mention in (*annotated.mentions, *annotated.nested)
        if mention.key in boards
    ]
    return min(found)[2] if found else ""


def verdicts(annotated: Annotated, year: int, told: bool) -> list[Verdict]:
    """Grades given in sentences; unless `told`, only those of earlier inspections."""
    reader = _Sentences(annotated, year, told)
    found: list[Verdict] = []
    for index, sentence in enumerate(annotated.sentences):
        before = annotated.sentences[index - 1] if index and annotated.sentences[index - 1].block == sentence.block else None
        found += reader.read(sentence, before)
    return found


class _Sentences:
    def __init__(self, annotated: Annotated, year: int, told: bool) -> None:
        self.annotated, self.year, self.told = annotated, year, told
        self.board = board_of(annotated)
        self.text = annotated.document.text
        self.straight = plain(self.text)

    def read(self, sentence: Sentence, before: Sentence | None) -> list[Verdict]:
        text = self.straight[sentence.start : sentence.end]
        grades = grades_in(text)
        if not 0 < len(grades) <= _MANY or self.annotated.document.blocks[sentence.block].cells:
            return []
        context = self.straight[before.start : before.end] if before else ""
        homes = rules().pattern("said", "homes")
        if homes.search(text) or (homes.search(context) and not areas_in(text)):
            return self._homes(sentence, before, text, grades)
        found: list[Verdict] = []
        begins = [0, *(g.end for g in grades)]
        stops = [*(min(after.start, g.end + 70) for g, after in pairwise(grades)), min(len(text), grades[-1].end + 70)]
        before_now = [self._earlier(text, context, begins[n], g, stops[n]) for n, g in enumerate(grades)]
        for number, grade in enumerate(grades):
            begin, earlier = begins[number], before_now[number]
            if not (self.told or earlier) or self._either(text, grades, number):
                continue
            words = text if all(before_now) else text[: stops[number]]  # the date of a grade of now is none of an earlier one's
            period = self._when(words, context, grade) if earlier else None
            year = int(period.start[:4]) if period else self.year
            for area in self._areas(sentence, text, begin, grade, year):
                body = self.board if area.board else self.annotated.area
                label = self._named(area, text[: grade.start], context, year) if earlier else area.label
                if body:
                    found.append(Verdict(body, label, grade.name, sentence.start, sentence.end, period, earlier))
        return found

    def _earlier(self, text: str, context: str, begin: int, grade: Grade, stop: int) -> bool:
        """Whether a grade is said to be an earlier inspection's."""
        sign, dated = rules().pattern("said", "previous"), rules().pattern("said", "dated")
        clause = text[begin:stop]
        before, behind = rules().pattern("said", "before"), rules().pattern("said", "behind")
        if before.search(text[begin : grade.start]) or behind.search(text[grade.end : stop]):
            return True
        if re.search(r"\bfrom (?:an? )?(?:rating of |judgement of )?$", text[: grade.start]) or sign.search(clause):
            return True
        if self.told:  # news of an inspection dates it as well: only one well before is an earlier one
            period = self._when(text, "", grade)
            return bool(dated.search(clause) and period and self.year and int(period.start[:4]) < self.year - 1)
        short = context if len(context) < 250 else ""
        return bool(dated.search(clause) or sign.search(short) or dated.search(short))

    def _either(self, text: str, grades: list[Grade], number: int) -> bool:
        """Whether a grade is one of two that the text leaves open ("good or outstanding")."""
        grade = grades[number]
        near = [text[grades[number - 1].end : grade.start]] if number else []
        near += [text[grade.end : grades[number + 1].start]] if number + 1 < len(grades) else []
        return any(
            re.fullmatch(r"['\"]?\s*(?:or|and/or|to|/)\s*(?:better|['\"])?\s*", gap) and "to" not in gap.split() for gap in near
        ) or bool(re.match(r"['\"]?\s+or (?:better|above|higher)", text[grade.end :]))

    def _areas(self, sentence: Sentence, text: str, begin: int, grade: Grade, year: int) -> list[Area]:
        """What the grade is of: the judged things right before it (or after "improvement was required for")."""
        clause = text[begin : grade.start]
        formal = bool(rules().formal.search(clause)) or bool(
            re.match(r"['\"]?\s+(?:overall )?(?:rating|judgement|grade)\b", text[grade.end :])
        )
        known = self._known(sentence, text, year)
        areas = [a for a in known if a.start >= begin and a.end <= grade.start]
        if text[grade.start : grade.end].lower().startswith("improvement"):
            return [a for a in self._run([a for a in known if a.start >= grade.end], text, grade.end, forward=True) if not a.whole]
        if not grade.quoted and _ADJECTIVE.match(text[grade.end :]):
            return []
        if not areas:  # "…, rated inadequate in 2018, has been rated good": the sentence's subject goes on
            subject = [a for a in known if a.end <= grade.start][:1] if begin and formal else []
            return [] if rules().pattern("said", "others").search(clause) else subject
        parts = [a for a in areas if not a.whole]
        if parts and areas[-1].whole and re.search(r"\bof $", text[: areas[-1].start]):
            areas = parts
        last = areas[-1]
        gap = text[last.end : grade.start]
        if rules().pattern("said", "others").search(gap):
            return []
        if not formal:
            if not self.told:
                return []
            close = len(gap) <= _NEAR or (grade.quoted and len(gap) <= _QUOTED)
            if not close or grade.name not in rules().data["said"]["unmistakable"]:
                return []
            if re.search(r"\b(?:if|whether|not|would|could|to)\s*$", gap) or re.match(
                r"\s*(?:in|to|by|its|their|the|of)\b", text[grade.end :]
            ):
                return []
        return self._run(areas, text, grade.start, forward=False)

    def _known(self, sentence: Sentence, text: str, year: int) -> list[Area]:
        """Judged things in a sentence by their wording, and its mentions of the authority and of the board."""
        areas = areas_in(text, said=True, year=year)
        for mention in self.annotated.within(sentence):
            if mention.how == "pronoun" and text[mention.start - sentence.start : mention.end - sentence.start].lower() not in (
                "it",
                "they",
            ):
                continue
            start, end = mention.start - sentence.start, mention.end - sentence.start
            if mention.key in (self.board, self.annotated.area) and mention.key:
                board = mention.key == self.board
                areas = [a for a in areas if not (a.start < end and start < a.end and (a.whole or board))]
                if not any(a.start < end and start < a.end for a in areas):
                    areas.append(Area("overall", start, end, not board, board))
        but = rules().pattern("said", "but")
        return sorted((a for a in areas if not but.search(text[: a.start])), key=lambda a: a.start)

    def _run(self, areas: list[Area], text: str, edge: int, forward: bool) -> list[Area]:
        """The areas of the list nearest the grade: "A, B services and C"."""
        chosen: list[Area] = []
        for area in areas if forward else reversed(areas):
            if chosen:
                gap = text[chosen[-1].end : area.start] if forward else text[area.end : chosen[-1].start]
                if not _LIST.match(gap):
                    break
            elif forward and area.start - edge > _NEAR:
                break
            chosen.append(area)
        parts = [a for a in chosen if not a.whole and not a.board]
        return parts or chosen[:1]

    def _when(self, text: str, context: str, grade: Grade) -> Period | None:
        """The date of the inspection whose grade this is: the one said to be an inspection's, else the nearest."""
        for where in (text, context):
            found = dates(where, years=True)
            named = [p for p in found if re.search(r"\b(?:inspection|inspected|judged|rated|graded)\b[^.;]{0,60}$", where[: p.begin])]
            near = sorted(named or found, key=lambda p: (abs(p.begin - grade.start), p.begin) if where is text else (-p.begin, 0))
            if near:
                return near[0]
        return None

    def _named(self, area: Area, before: str, context: str, year: int) -> str:
        """The judged heading; where the words before say what was inspected, that."""
        if not area.whole:
            return area.label
        subject = rules().pattern("said", "subject").search(context)
        if subject:
            return label_of(subject["area"])
        for where in (before, context):
            parts = [a for a in areas_in(where, said=True, year=year) if not a.whole and not a.board]
            if len(parts) == 1 and re.search(r"\binspect(?:ed|ion of)\b", where):
                return parts[0].label
        return area.label

    def _homes(self, sentence: Sentence, before: Sentence | None, text: str, grades: list[Grade]) -> list[Verdict]:
        """Grades of the authority's children's homes, where the document names them as a thing."""
        homes = rules().pattern("said", "homes")
        spans = [s for s in (before, sentence) if s is not None]
        key = next(
            (m.key for s in spans for m in self.annotated.within(s, nested=True) if homes.search(plain(self.text[m.start : m.end]))), ""
        )
        if not key or not re.search(r"\b(?:judged|rated|graded)\b", text):
            return []
        return [
            Verdict(key, "overall", g.name, sentence.start, sentence.end, None, False)
            for number, g in enumerate(grades)
            if not self._either(text, grades, number)
        ]
