"""Whom a clause evaluates: of the things it mentions, those its praise or blame falls on.

That is its subject ("the panel is …", "work by the team is …"), what a passive names as doer right after the praise ("… dealt with promptly
by the hub"), what the value word stands before ("an effective scheme"), what a shortcoming is of ("a lack of involvement by the clinic"),
and the members of a list any of these begins. A thing that only stands beside ("works with the hub") is not evaluated.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from graphbuild.extract.annotated import Mention
from graphbuild.extract.polarity import Clause

_PREP = re.compile(
    r"\b(?:by|from|to|with|for|at|in|through|on|between|across|within|into|under|about|against|over|after|before|during|"
    r"among|towards?|around|than|via|alongside|upon|like)"
    r"(?: (?:the|its|their|his|her|a|an|all|some|most|other|each|any|these|those|this|both|local|relevant|key|various|"
    r"multi-agency|the local authority's|this new)){0,2}\s*[‘'“\"]?$",
    re.IGNORECASE,
)
_WORK_OF = re.compile(
    r"\b(?:caseloads|workloads|vacancies|staffing|capacity|turnover) (?:for|of|in|among) (?:the |its |their )?(?:[\w-]+ ){0,2}$|"
    r"\b(?:work|responses?|support|help|advice|guidance|leadership|action|interventions?|contributions?|engagement|"
    r"attendance|involvement|oversight|provision|practice|challenge|scrutiny|supervision)"
    r" (?:by|from|at|in|with|within) (?:the |a |an |its |their |some |all )?(?:[\w-]+ (?:and |or )?){0,3}$",
    re.IGNORECASE,
)
_DOES = re.compile(
    r"['’]?s?,? (?:(?:which|who|that) )?(?:is|are|was|were|has|have|had|having|does|do|did|can|cannot|could|lacks?|fails?|"
    r"provides?|offers?|makes?|remains?|continues?|"
    r"demonstrates?|shows?|gives?|helps?|works?|needs?)\b"
)
_FEATURE = re.compile(
    r"\b(?:features?|aspects?|elements?|examples?|strengths?|weakness(?:es)?|quality|effectiveness|performance) of "
    r"(?:the |its |their |this )?$",
    re.IGNORECASE,
)
_TOWARDS = re.compile(r"\b(?:on|to|for|with|about)$")
_TOLD_IN = re.compile(
    r"\b(?:identified|highlighted|noted|recognised|reported|described|set out|recorded|raised) "
    r"(?:in|by) (?:the |its |their )?(?:[\w'’–-]+ ){0,3}$",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"(?:['’]s?|(?<=['’]s)|(?<=s['’])) (?:(?!(?:is|are|was|were|has|have|had|and|to|of|in|on|for|with|"
    r"by)\b)[\w-]+ ){0,2}$",
)
_BY = re.compile(r"\bby (?:the |a |an |its |their )?(?:(?!\w+ing\b)[\w-]+ ){0,2}$", re.IGNORECASE)
_HEARS = re.compile(
    r"(?:, (?:[A-Z][\w’'-]+ ){1,3}[A-Z][\w’'-]+,)?"
    r" (?:(?:was|were|is|are) (?:also )?(?:concerned|pleased|told|informed|assured|disappointed|advised|satisfied|"
    r"worried)|heard|noted|asked|expressed|praised|thanked|"
    r"congratulated|welcomed|commended|presented|introduced|reported|outlined|told|explained|highlighted|recognises?|"
    r"acknowledges?|accepts?)\b(?: that\b| to\b| the\b| concern)?"
)
_PRAISED = re.compile(
    r"\b(?:praised?|praises|values?|valued|appreciated?|appreciates|spoke highly of|speak highly of|get on well with|"
    r"gets? on well with|(?:good|strong|positive|trusting|"
    r"excellent|constructive) (?:\w+ ){0,3}relationships? with|critical of|complained about|"
    r"dissatisfied with) (?:the |their |its |this )?(?:support|help|work)?(?: from| of)?(?: the)? ?$",
    re.IGNORECASE,
)
_WHICH_IS = re.compile(r",? (?:which|who) (?:is|are|was|were|has|have)\b")
_WHICH = re.compile(r"(?: (?:for )?\d{4}(?:\W\d{2,4})?)?,? (?:which|who)\b")
_SAYS = re.compile(r"\b(?:said|says|added|adds|told|commented|explained)\b")
_DONE_BY = re.compile(
    r"\b(?:completed|provided|delivered|run|carried out|offered|led|produced|undertaken|made) by (?:the |a |an |its |"
    r"their )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_GIVEN_BY = re.compile(
    r"\b(?:services?|support|help|advice|care|responses?|input|training|supervision|guidance|contributions?) (?:from|"
    r"by|through) (?:the |a |an |its |their )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    r"\b(?:approach|relationships?|working|partnerships?|communication|links|co-?operation|co-?ordination|sharing|"
    r"arrangements|work|collaboration|coordination) between (?:the |its |their )?(?:[\w-]+ ){0,2}$",
    re.IGNORECASE,
)
_TELLS = re.compile(
    r" (?:also |further |now |clearly |\d{4}\W\d\d )?(?:highlights?|highlighted|shows?|showed|notes?|noted|describes?|"
    r"described|echoe[sd]|confirms?|confirmed|found|"
    r"finds|concludes?|concluded|reveals?|revealed|draws attention|drew attention|contains? a warning|states?|stated|warns?|"
    r"warned|says|said)\b"
)
_JOIN = re.compile(
    r"^['’]?s?(?:,(?! (?:who|which|that|whose|where|when|as|is|are|has|have))| and| or|, and| as well as|, as well as)(?: the|"
    r" its| their| their own)?(?: [\w-]+){0,2} ?[‘'“\"]?$",
    re.IGNORECASE,
)
_LIST = re.compile(r"^['’]?s?(?: [\w'’-]+){0,2}(?:,| and| or|, and| as well as|, as well as)(?: [\w'’-]+){0,3} ?[‘'“\"]?$", re.IGNORECASE)
_EXAMPLE = re.compile(r",? (?:such as|including|like|for example|for instance|particularly|especially)(?: [\w'’-]+){0,3} ?")
_SUCH = re.compile(r"\b(?:such as|including|involving|like|for example|namely)\b[^.;]*$", re.IGNORECASE)
_GAP = re.compile(
    r"^(?:[\s‘'“\"-]|and\b|or\b|,|[\w-]+(?:ed|ly|ing|al|ive|ent|ant|ic)\b|new\b|the\b|of\b|quality\b|local\b|direct\b|"
    r"health\b|authority['’]s\b|own\b|its\b|use\b){0,6}$",
    re.IGNORECASE,
)
_SHORT_OF = re.compile(
    r"\b(?:lack|absence|frustrations?|dissatisfaction|delays?|shortage|weakness(?:es)?|failures?|gaps?|shortcomings|"
    r"deficits?|deficiencies)\b(?: (?!and\b|"
    r"is\b|are\b|means?\b|has\b|have\b|limits?\b|led\b)[\w-]+){0,6} (?:in|of|from|by|at) (?:how \w+ )?(?!\w+ing\b)(?:the |some |a |an |"
    r"its )?(?:[\w-]+ )?$",
    re.IGNORECASE,
)
_INTRO = re.compile(
    r"(?:[,;]?\s*(?:However|But|although|and|while|despite),?\s)?(?:As|In|With|Despite|Through|By|For|At|Following|Since|When|"
    r"Where|Because|Due|Without|Given|From|On|Under|Over|If|Once|Until)\b[^;]*,\s(?:the |its |their |this |a |an |some |most |"
    r"many |[a-z]+ly,? )?$",
    re.IGNORECASE,
)
_IN = re.compile(r"\b(?:in|at|within|of) (?:the |its |their |these |those |this |an? |some |all )?(?:[\w-]+ ){0,2}$")


class Targets(NamedTuple):
    """Keys of the things a clause evaluates; `subjects` are those that a following clause without a subject goes on about."""

    keys: list[str]
    subjects: list[str]


def targets(text: str, clause: Clause, mentions: list[Mention]) -> Targets:
    """Whom `clause` of `text` evaluates, of `mentions` (those of its sentence; one without a key takes its place but is not evaluated)."""
    inside = [m for m in mentions if clause.start <= m.start < clause.end]
    if not inside:
        return Targets([], [])
    first = clause.first if clause.first >= 0 else clause.end
    chosen: list[Mention] = []
    subjects: list[Mention] = []
    passed: Mention | None = None
    for index, m in enumerate(inside):
        if index + 1 < len(inside) and _OWNER.match(text, m.end, inside[index + 1].start):
            continue  # in "the board's support team", the team is what is judged
        if m.cls == "Post" and _SAYS.search(text, m.end, max(m.end, first)):
            continue
        lead = text[clause.start : m.start]
        if m.cls == "Instrument" and _TOLD_IN.search(lead):
            continue
        if passed is not None and (_LIST.match(text[passed.end : m.start]) or _EXAMPLE.fullmatch(text, passed.end, m.start)):
            passed = m
            continue
        passed = None
        if _HEARS.match(text, m.end) or (m.cls == "Instrument" and _TELLS.match(text, m.end)):
            continue  # a report that tells of weaknesses is not weak, nor a committee that hears of them
        if chosen and (chosen[-1].start < first) == (m.start < first) and _JOIN.match(text[chosen[-1].end : m.start]):
            chosen.append(m)
            if subjects and subjects[-1] is chosen[-2]:
                subjects.append(m)
        elif _SUCH.search(lead):
            chosen.append(m)
        elif m.start < first:
            if not chosen and _WHICH_IS.match(text, m.end, first) and first - m.end < 40:
                chosen.append(m)
                subjects.append(m)
            elif len(chosen) == 1 and _WHICH.match(text, m.end, first):
                chosen = [m]
                subjects = [m]
            elif not chosen and (not _PREP.search(lead) or _WORK_OF.search(lead) or _BETWEEN.search(lead)):
                chosen.append(m)
                subjects.append(m)
            else:
                passed = m
        elif not chosen and _INTRO.match(lead):
            chosen.append(m)
            subjects.append(m)
        elif _falls_on(text, clause, m, lead):
            chosen.append(m)
        else:
            passed = m
    if not chosen:
        chosen = [m for m in inside if m.start < first and _IN.search(text, clause.start, m.start)][:1]
    return Targets(_keys(chosen), _keys(subjects))


def _keys(mentions: list[Mention]) -> list[str]:
    return list(dict.fromkeys(m.key for m in mentions if m.key))


def _falls_on(text: str, clause: Clause, mention: Mention, lead: str) -> bool:
    """Whether praise or blame that stands before `mention` falls on it."""
    if clause.cues[-1] > mention.end and _DOES.match(text, mention.end):
        return True
    if _WHICH.match(text, mention.end) and any(mention.end < cue <= mention.end + 60 for cue in clause.cues):
        return True
    last = max((cue for cue in clause.cues if cue <= mention.start), default=-1)
    if last < 0:
        return False
    if _BY.search(lead) and (mention.start - last <= 32 or _DONE_BY.search(lead)):
        return True
    if _GIVEN_BY.search(lead) and mention.start - last <= 48:
        return True
    if _PRAISED.search(lead) or _BETWEEN.search(lead):
        return True
    if _FEATURE.search(lead) and mention.start - last <= 48:
        return True
    if _TOWARDS.search(text, max(0, last - 8), last):
        return _SHORT_OF.search(text, clause.start, mention.start) is not None
    return _GAP.match(text[last : mention.start]) is not None or _SHORT_OF.search(text, clause.start, mention.start) is not None
