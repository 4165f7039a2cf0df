"""Formal grades, from the tables, lists and headings in which inspection reports give them, and from sentences.

Every framework's report prints its grades in a table or list and again as headings ("X: good"); those are read by their form, so that
the wording of a new framework needs only a line in `ontology/wording/judgements.toml`. Sentences (`verdicts`) give grades in
news and minutes, and the grades of earlier inspections anywhere. What gives no grade (joint targeted and area SEND
inspections, "not judged") yields none.
"""

from __future__ import annotations

import re
from dataclasses import replace

from graphbuild.document import Block, BlockKind, Kind
from graphbuild.extract.annotated import Annotated
from graphbuild.extract.dates import Period, dates
from graphbuild.extract.graded import Area, areas_in, exact_grade, grades_in, label_of, plain, rules
from graphbuild.extract.inspections import earlier, inspections, issued, year_of
from graphbuild.extract.verdicts import Verdict, board_of, verdicts
from graphbuild.facts import Evidence, Inspection, Judgement

_LONG = 220  # characters: a block beyond is no heading and no row
_TOP = 15  # blocks in which a page without structure may run label and grade together


def judged(annotated: Annotated) -> tuple[list[Judgement], list[Inspection]]:
    """Every grade the document gives or reports, in order, and the inspections they belong to (those of `inspections` among them)."""
    return _Reader(annotated).run()


def judgements(annotated: Annotated) -> list[Judgement]:
    """Every grade the document gives or reports, in order, each with the words it rests on."""
    return judged(annotated)[0]


class _Reader:
    def __init__(self, annotated: Annotated) -> None:
        self.annotated = annotated
        self.document = annotated.document
        self.board = board_of(annotated)
        self.inspections = {i.key: i for i in inspections(annotated)}
        self.present = next((i for i in self.inspections.values() if not i.previous), None)
        self.found: list[Judgement] = []
        self.seen: set[tuple[str, str, str, str, str]] = set()

    def run(self) -> tuple[list[Judgement], list[Inspection]]:
        if self.annotated.area or self.board:
            self._structured()
            formal = any(not j.previous for j in self.found)
            told = self.document.kind in (Kind.NEWS, Kind.MINUTES) and not formal
            for verdict in verdicts(self.annotated, year_of(self.document), told):
                self._verdict(verdict)
        self._same_inspections()
        self.found.sort(key=lambda j: (j.evidence.start, j.evidence.end, j.area, j.grade, j.body))
        return self.found, list(self.inspections.values())

    def _add(self, area: Area | str, grade: str, start: int, end: int, period: Period | None = None, previous: bool = False) -> None:
        board = isinstance(area, Area) and area.board
        body = self.board if board else self.annotated.area
        if body:
            self._record(body, area.label if isinstance(area, Area) else area, grade, start, end, period, previous)

    def _record(self, body: str, label: str, grade: str, start: int, end: int, period: Period | None, previous: bool) -> None:
        when, key = (issued(self.document), self.present.key if self.present else "")
        if previous:
            before = earlier(self.annotated, period, start, end)
            self.inspections.setdefault(before.key, before)
            when, key = before.start, before.key
        elif self.present and not when:
            when = self.present.end
        evidence = Evidence.of(self.document, start, end)
        mark = (body, label, grade, key, evidence.paragraph)
        if mark not in self.seen:
            self.seen.add(mark)
            by = self.annotated.inspectorates[0] if self.annotated.inspectorates else ""
            self.found.append(Judgement(body, label, grade, by, evidence, key, when, previous))

    def _same_inspections(self) -> None:
        """An earlier inspection dated by its year alone is the one of that year whose month or day is given, if there is just one."""
        dated = [i for i in self.inspections.values() if i.previous and len(i.start) > 4]
        same = {}
        for key, inspection in list(self.inspections.items()):
            fuller = [i for i in dated if i.start.startswith(inspection.start) and i.key != key]
            if inspection.previous and len(inspection.start) == 4 and len(fuller) == 1:
                same[key] = fuller[0]
                del self.inspections[key]
        self.found = [
            replace(j, inspection=same[j.inspection].key, date=same[j.inspection].start) if j.inspection in same else j for j in self.found
        ]

    def _verdict(self, verdict: Verdict) -> None:
        self._record(verdict.body, verdict.area, verdict.grade, verdict.start, verdict.end, verdict.period, verdict.previous)

    def _structured(self) -> None:
        """Tables, lists and headings."""
        blocks = self.document.blocks
        table = False
        for index, block in enumerate(blocks):
            if block.kind is BlockKind.NOTE:
                continue
            if block.cells:
                table = self._row(index, block, table or self._of_grades(index))
                continue
            table = False
            text = self.document.of(block)
            if len(text) <= _LONG:
                following = next((b for b in blocks[index + 1 : index + 3] if b.end > b.start and b.kind is not BlockKind.NOTE), None)
                self._line(index, block, text, following)
            elif index < _TOP:
                self._run_on(block, text)

    def _cells(self, block: Block) -> list[str]:
        cells = [re.sub(r"\s+", " ", self.document.of(c)).strip() for c in block.cells]
        return [c for c in cells if c]

    def _of_grades(self, index: int) -> bool:
        """Whether a table begins at row `index` that holds grades, though no header says so: three end in one, one names a judged area."""
        if index and self.document.blocks[index - 1].cells:
            return False
        rows = []
        for block in self.document.blocks[index : index + 40]:
            if not block.cells:
                break
            rows.append(self._cells(block))
        graded = [cells for cells in rows if len(cells) > 1 and exact_grade(cells[-1])]
        return len(graded) > 2 and any(areas_in(cells[0]) for cells in graded)

    def _row(self, index: int, block: Block, table: bool) -> bool:
        """One row of a table; true while within a table of grades."""
        blocks, cells = self.document.blocks, self._cells(block)
        if rules().pattern("table", "header").match(plain(" ".join(cells))):
            return True
        if len(cells) == 1:
            self._line(-1, block, cells[0], None)
        if len(cells) < 2:
            return table
        label = " ".join(c for c in cells[:-1] if not re.fullmatch(r"[\d.]+", c))
        start, end, grade = block.start, block.end, exact_grade(cells[-1])
        after = self.document.of(blocks[index + 1]) if index + 1 < len(blocks) and not blocks[index + 1].cells else ""
        if not grade and len(after) < 30 and exact_grade(f"{cells[-1]} {after}"):  # "Requires" with "improvement" on the next line
            grade, end = exact_grade(f"{cells[-1]} {after}"), blocks[index + 1].end
        if not grade:
            return table
        before = blocks[index - 1] if index and not blocks[index - 1].cells else None
        if before and not areas_in(label) and label[:1].islower():  # a label that began on the line above
            whole = f"{self.document.of(before)} {label}"
            if len(whole) < _LONG and areas_in(whole):
                label, start = whole, before.start
        self._grade_of(label, grade, start, end, table)
        return table

    def _grade_of(
        self, label: str, grade: str, start: int, end: int, certain: bool, intro: Period | None = None, previous: bool = False
    ) -> bool:
        """Record `grade` for the judged heading `label`, if that is what it is; `certain`: whatever it says, it is one."""
        areas = areas_in(label)
        named = [a for a in areas if len(label_of(label[: a.start])) <= 4 and len(label[a.end :].strip(" .:")) <= 2]
        if not named and len(areas) == 1 and rules().pattern("heading", "judged").match(plain(label)):
            named = areas
        if named:
            area = named[0]
            exact = area if area.whole or area.board else area._replace(label=label_of(label[area.start : area.end]))
            self._add(exact, grade, start, end, intro, previous)
        elif certain and label:
            board = areas[0] if areas and areas[0].board else None
            whole = areas[0] if areas and areas[0].whole and areas[0].start == 0 else None
            self._add(board or whole or label_of(label), grade, start, end, intro, previous)
        return bool(named or certain)

    def _line(self, index: int, block: Block, text: str, following: Block | None) -> None:
        """One short line: "X: good", "The graded judgement for X is that it is good", or X with the grade on the next line."""
        straight = re.sub(r"\s", " ", plain(text))
        grades = grades_in(text)
        stop = [g for g in grades if straight[g.end :].strip(" .") == ""]
        intro, previous = self._introduced(index) if index >= 0 else (None, False)
        if len(grades) == 1 and stop:
            before = straight[: stop[0].start]
            label = re.sub(r"[\s:–-]*(?:\b(?:is|are|was|were|remains?|that it(?: is)?|is that it(?: is)?))?[\s:–-]*$", "", before)
            label = re.sub(r"\s+is that(?: it)?$", "", label)
            whole = rules().pattern("heading", "whole").match(straight)
            if whole and whole.end() >= stop[0].start - 1 and (block.kind is BlockKind.HEADING or index < _HEAD_BLOCKS):
                overall = areas_in("overall")[0]
                self._add(overall, stop[0].name, block.start, block.end, intro, previous)
            elif (
                block.kind is BlockKind.HEADING
                or not straight.rstrip().endswith(".")
                or not re.search(r"\b(?:is|are|was|were|remains?|that it)\s*$", before)
            ):
                self._grade_of(label, stop[0].name, block.start, block.end, False, intro, previous)
            return
        if not grades and following is not None and not following.cells:
            said = self.document.of(following).strip()
            numbered = rules().pattern("heading", "numbered").match(plain(said).strip())
            grade = exact_grade(numbered["word"] if numbered else said)
            if grade:
                self._grade_of(straight, grade, block.start, following.end, bool(numbered) and len(text) < 120, intro, previous)

    def _run_on(self, block: Block, text: str) -> None:
        """Label and grade one after the other in a block that was a table before its layout was lost."""
        areas, grades = areas_in(text), grades_in(text)
        for grade in grades:
            before = [a for a in areas if a.end <= grade.start and re.fullmatch(r"[\s:–-]*", text[a.end : grade.start])]
            if before and not re.match(r"\s+(?:and|or|for|but|quality|practice|progress|support)\b", text[grade.end :]):
                area = before[-1]
                self._add(area, grade.name, block.start + area.start, block.start + grade.end)

    def _introduced(self, index: int) -> tuple[Period | None, bool]:
        """Whether a line belongs to a list of an earlier inspection's grades, and that inspection's date."""
        blocks = self.document.blocks
        for j in range(index - 1, max(-1, index - 12), -1):
            text = self.document.of(blocks[j])
            if blocks[j].kind is BlockKind.HEADING:
                break
            if text.rstrip().endswith(":") and rules().pattern("said", "list_intro").search(plain(text)):
                when = dates(text, years=True)
                return (when[0] if when else None), True
            if not grades_in(text) and text.rstrip().endswith("."):
                if rules().pattern("said", "list_intro").search(plain(text)) and dates(text, years=True):
                    return dates(text, years=True)[0], True
                break
        return None, False


_HEAD_BLOCKS = 30
