"""English as the reader of links needs it: closed classes of words, verbs and their inflected forms.

Nothing here belongs to a field of public life; what signals a link stands in `ontology/wording/links.toml`. A word is given a
tag of one letter, so that a sentence's tags are a string and phrases are found by regular expressions over it:

    D determiner   R adverb   X negation   B be   H have   O do   Q modal   T "to"   P preposition   C conjunction   I "such as"
    W relative   S subordinator   A possessive 's   p pronoun   j predicative adjective   M mention   , : punctuation
    V verb (base or finite)   E -ed form   G -ing form   b base form or noun   s -s form or plural noun   n anything else
"""

from __future__ import annotations

import functools

_TAGGED = {
    "D": "the a an its their his her our my your this these those some any each every both all several many most no another other such "
    "few more less much own certain various either whose enough",
    "R": "also always often now currently well closely together jointly already still just only very too so even ever yet soon more most "
    "less further quite rather increasingly generally usually sometimes previously formerly recently newly then again here there "
    "however therefore thus otherwise almost nearly largely mostly mainly partly once twice later earlier instead alone better best "
    "perhaps particularly especially fully not-only in-part initially locally nationally hard face-to-face in-turn alike likewise",
    "X": "not never neither nor n't cannot hardly rarely seldom",
    "B": "is are was were be been being am",
    "H": "has have had having",
    "O": "do does did",
    "Q": "will would shall should must can could may might ought",
    "P": "of by with from for in on at into within across through over under between among amongst against about around towards toward "
    "during after before since until without via per onto upon throughout despite beyond alongside regarding concerning following behind near outside inside involving",
    "C": "and or but & plus",
    "W": "which who whom that where",
    "S": "because although though while whilst whereas if when unless whether as than how what why whereby once except",
    "n": "forward family early daily weekly monthly quarterly yearly elderly friendly assembly supply reply july multiply timely fortnightly staff % last first next",
    "p": "it they he she we i you them him us me itself themselves ourselves there everyone nobody someone",
    "j": "able unable responsible accountable due likely ready committed keen reluctant slow quick subject answerable willing unwilling unlikely available "
    "aimed designed intended expected required unclear aware clear proposed in-place",
}
# longer ones first; a phrase is one token
PHRASES = {
    "C": ("as well as", "along with", "together with", "and also", "in addition to", "and/or"),
    "I": ("such as", "including", "in particular", "for example", "for instance", "particularly", "especially", "notably", "namely", "e.g.", "i.e."),
    "P": (
        "in partnership with", "in collaboration with", "in conjunction with", "in consultation with", "in cooperation with", "in co-operation with",
        "in tandem with", "jointly with", "on behalf of", "on the part of", "as part of", "part of", "in relation to", "due to", "because of", "in terms of",
        "as a result of", "instead of", "rather than", "in response to", "with regard to", "according to", "in line with", "in accordance with",
        "side by side with", "hand in hand with", "at the request of", "by means of", "with the support of", "with support from", "up to", "out of",
    ),
    "S": ("so that", "as if", "even though", "in case", "as soon as", "as long as", "such that", "given that", "provided that", "in that"),
    "T": ("in order to", "so as to"),
    "j": ("in place", "into place", "under way"),
    "R": ("at least", "at times", "as yet", "in turn", "side by side", "hand in hand", "as a result", "at present", "in part", "not only", "no longer", "hand-in-hand"),
}  # fmt: skip
_VERBS = """accept accelerate access accommodate achieve acknowledge acquire act adapt add address adjust administer adopt advise advocate affect afford agree align
allocate allow alter amalgamate amend analyse announce anticipate apply appoint appreciate approve arise arrange ascertain assemble assess assign assist assume assure attend
attract audit authorise avoid become begin believe belong benefit bring broaden build carry cease celebrate challenge change check choose chair champion cite clarify collaborate
collate collect combine come commence comment commission commit communicate compare compile complement complete comprise compromise conclude conduct confirm
connect consider consist consolidate constitute construct consult contact contain continue contract contribute convene convert cooperate co-operate coordinate co-ordinate
co-locate co-produce coproduce cover create cut deal decide decline decommission dedicate deliver demonstrate depend deploy describe deserve design determine develop devolve
devise dip-sample direct disagree discharge disclose discontinue discuss disseminate distribute divert divide draft draw drive drop ease educate elect embark embed embrace
emerge employ empower enable encourage end endorse enforce engage enhance enjoy enlist ensure enter equip escalate establish evaluate evidence examine exceed exchange exclude execute
exercise exist expand expect expedite experience explain explore express extend face facilitate fail fall feed feel finalise finance find finish focus follow forge form
formalise forward foster fulfil fund further gain gather get give go govern grade grow guarantee guide halt hamper hand handle happen harness head hear help highlight hinder hire
hold host house identify ignore impact impede implement improve include incorporate increase indicate influence inform inherit initiate inspect instigate institute integrate intend
interrogate intervene introduce invest investigate invite involve invest issue join judge keep know lack launch lead learn leave let liaise lie limit link listen look lose maintain make manage
mandate mean measure meet mentor merge mitigate mobilise modernise moderate monitor move need negotiate nominate note notify obtain occupy occur offer open operate oppose order organise originate
overcome oversee own participate partner pass pay perform persist pilot place plan play pool praise preside prepare present prevent prioritise proceed procure produce progress promote
propose protect prove provide publish purchase buy pursue put quality-assure quality-assured raise rate re-commission re-establish re-introduce reach read realise receive recognise recommend recommission
reconfigure reconstitute record recruit redesign reduce refer refine refocus reflect reform refresh refuse register regulate reintegrate reinforce reintroduce reject relate
relaunch rely remain remind remove rename renew reorganise repeat replace reply report represent request require resolve resource respond restrict restructure result retain retire
retender return reveal review revise revitalise roll run safeguard say schedule scrutinise secure see seek select send separate serve set settle shape share shift show signpost
sit speak spend split sponsor stabilise staff stand start state steer stem stop strengthen strive struggle submit suggest supersede supervise supplement supply support suspend sustain
tackle take talk target task tell tend terminate test think thrive track train transfer transform transition translate triage trial trigger try turn underpin undermine understand undertake
unify update upgrade use utilise vary value visit wait want warn weaken welcome widen win withdraw wish work write span house-build centre spearhead front helm disrupt
step confer convey relay seem appear require stay live sign sustain visit resign quit depart dissolve disband close abolish scrap absorb subsume evolve rebrand retitle succeed inherit vest hire
deputise co-chair co-lead co-fund co-commission jointly-commission cooperate network interact engage tie team bind entrust delegate audit hold oversee command control answer account report
suffer experience cause create hamper make restrict constrain prevent preclude stall delay lapse neglect miss omit overlook forget map cascade collate contextualise signpost co-create co-construct convene rotate rationalise realign retrain reunify revitalise streamline simplify sharpen strengthen standardise stimulate stipulate substitute
supplement synchronise systematise thrive tolerate uphold verify vet withhold widen worry resonate reassure rebuild recover recur redress reassess reopen relocate remedy reside compel
cement chase coach collude commend compensate conceal concentrate condemn contravene crystallise culminate customise curtail deepen defer demand denote deploy derive detect diminish dispense disseminate donate
downgrade elicit eliminate encompass endeavour erode evade exacerbate exemplify exert fluctuate galvanise glean hasten hinge illustrate immerse impair impart impose induct inhibit insist intensify intersect
invigorate jeopardise leverage loan maximise merit minimise mirror mismanage motivate necessitate nurture obstruct oblige optimise orient outline outsource permeate permit pioneer postpone preserve prohibit
propel quantify question reach reaffirm recall reconcile rectify redirect redouble reiterate rejuvenate reprioritise rethink retrieve ring-fence safeguard scope seize specialise specify spur steward supply surface
teach thank tighten traverse underperform underuse under-use overrun deteriorate worsen slip drift"""
# verbs whose base form is as often a noun: the words around them decide
_NOUN_TOO = frozenset(
    ["live", "access", "act", "address", "advocate", "approach", "audit", "benefit", "challenge", "change", "champion", "chair", "check", "comment", "commission", "contact", "contract", "control", "cover", "cut", "deal", "decline", "delay", "design", "draft", "drift", "drive", "end", "exercise", "experience", "face", "focus", "form", "foster", "fund", "gain", "grade", "guide", "hand", "head", "help", "highlight", "house", "host", "impact", "increase", "influence", "issue", "judge", "lack", "lead", "limit", "link", "look", "measure", "mandate", "model", "move", "need", "network", "note", "offer", "order", "own", "partner", "pilot", "place", "plan", "play", "pool", "practice", "practise", "present", "progress", "purchase", "rate", "record", "reform", "refresh", "release", "report", "request", "research", "resource", "result", "return", "review", "schedule", "set", "shape", "share", "shift", "show", "sign", "split", "staff", "stand", "start", "state", "stem", "step", "stop", "struggle", "supply", "support", "target", "task", "team", "test", "track", "trial", "transfer", "transition", "trigger", "turn", "update", "use", "value", "visit", "vote", "wait", "want", "warn", "wish", "work", "process", "project", "protest", "finance", "centre", "front", "command", "account", "tie", "term", "group", "group-up", "supervise-not", "transform-not", "meet-not", "feed", "concern"]
)
_IRREGULAR = {
    "become": "became become", "begin": "began begun", "bring": "brought brought", "build": "built built", "buy": "bought bought", "choose": "chose chosen",
    "come": "came come", "cut": "cut cut", "deal": "dealt dealt", "draw": "drew drawn", "drive": "drove driven", "fall": "fell fallen", "feed": "fed fed", "feel": "felt felt",
    "find": "found found", "forget": "forgot forgotten", "get": "got got", "give": "gave given", "go": "went gone", "grow": "grew grown", "hear": "heard heard", "hold": "held held",
    "keep": "kept kept", "know": "knew known", "lead": "led led", "leave": "left left", "let": "let let", "lie": "lay lain", "lose": "lost lost", "make": "made made",
    "mean": "meant meant", "meet": "met met", "overcome": "overcame overcome", "oversee": "oversaw overseen", "pay": "paid paid", "put": "put put", "quit": "quit quit", "read": "read read",
    "run": "ran run", "say": "said said", "see": "saw seen", "seek": "sought sought", "send": "sent sent", "set": "set set", "show": "showed shown", "sit": "sat sat", "speak": "spoke spoken",
    "spend": "spent spent", "split": "split split", "stand": "stood stood", "take": "took taken", "tell": "told told", "think": "thought thought", "understand": "understood understood",
    "undertake": "undertook undertaken", "win": "won won", "withdraw": "withdrew withdrawn", "write": "wrote written", "co-lead": "co-led co-led", "bind": "bound bound",
}  # fmt: skip
# words in -ing and -ed that are mostly names of things or plain adjectives
_NOT_FORMS = frozenset(
    ["meeting", "meetings", "building", "buildings", "housing", "wellbeing", "well-being", "nursing", "hearing", "setting", "settings", "finding", "findings", "training", "briefing", "briefings", "being", "children-being", "evening", "morning", "thing", "something", "nothing", "everything", "anything", "during", "including", "following", "regarding", "concerning", "offending", "parenting", "fostering", "safeguarding", "counselling", "mentoring-scheme", "outstanding", "ongoing", "missing", "underlying", "remaining", "existing", "leading-edge", "living", "wide-ranging", "longstanding", "long-standing", "need", "indeed", "speed", "feed", "seed", "shed", "hundred", "limited", "detailed", "experienced", "qualified", "dedicated", "skilled", "varied", "related", "complicated", "looked-after", "old-fashioned", "united", "learning", "clothing", "spring", "proceeding", "proceedings", "understanding", "advanced", "embedded", "joined-up", "united", "red", "bed", "led-not"]
)


def inflect(verb: str) -> dict[str, str]:
    """The forms of a verb by tag: V base, s third person, E past and participle (two words where they differ), G -ing form."""
    particle = ""
    if " " in verb:
        verb, _, particle = verb.partition(" ")
        particle = " " + particle
    if verb.endswith(("s", "x", "ch", "sh", "z", "o")):
        third = verb + "es"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        third = verb[:-1] + "ies"
    else:
        third = verb + "s"
    doubled = (
        verb[-1] in "bdgmnprt" and verb[-2] in "aeiou" and verb[-3:-2] not in ("a", "e", "i", "o", "u", "")
        and (verb in _DOUBLE or (len(verb) <= 4 and verb not in ("open", "enter", "offer", "visit", "edit", "audit")))
    )  # fmt: skip
    if verb in _IRREGULAR:
        past = _IRREGULAR[verb]
    elif verb.endswith("e"):
        past = verb + "d"
    elif verb.endswith("y") and verb[-2] not in "aeiou":
        past = verb[:-1] + "ied"
    else:
        past = verb + (verb[-1] if doubled or verb in _DOUBLE else "") + "ed"
    if verb.endswith("ie"):
        ing = verb[:-2] + "ying"
    elif verb.endswith("e") and not verb.endswith(("ee", "oe")):
        ing = verb[:-1] + "ing"
    else:
        ing = verb + (verb[-1] if doubled or verb in _DOUBLE else "") + "ing"
    return {"V": verb + particle, "s": third + particle, "E": " ".join(dict.fromkeys(w + particle for w in past.split())), "G": ing + particle}


_DOUBLE = frozenset(["refer", "confer", "transfer", "plan", "commit", "embed", "submit", "set", "let", "cut", "put", "run", "sit", "get", "stop", "drop", "ship", "fulfil", "travel", "signal", "model", "label", "defer", "occur", "begin", "step", "slip", "win", "split", "quit", "forget", "scrap"])


@functools.cache
def lexicon(extra: frozenset[str] = frozenset()) -> tuple[dict[str, str], dict[str, str]]:
    """Tags by word, and the base form of each verb form. `extra` are verbs that the wording of links adds."""
    tags: dict[str, str] = {}
    lemmas: dict[str, str] = {}
    for verb in [*dict.fromkeys(_VERBS.split()), *sorted(extra)]:
        forms = inflect(verb)
        noun = verb in _NOUN_TOO
        for tag, letter in (("V", "b" if noun else "V"), ("s", "s" if noun else "V"), ("E", "E"), ("G", "G")):
            for word in forms[tag].split():
                if word not in _NOT_FORMS:
                    tags.setdefault(word, letter)
                lemmas.setdefault(word, verb)
    for word in ["working", "meeting", "participating"]:
        lemmas.setdefault(word, word[:-3])
    for word in ["plans", "reviews", "audits", "links", "reports", "visits", "checks", "works"]:
        tags[word] = "s"
    for word in _NOT_FORMS:
        tags[word] = "n"
    for tag, words in _TAGGED.items():
        for word in words.split():
            tags[word] = tag
    for tag, phrases in PHRASES.items():
        for phrase in phrases:
            tags[phrase] = tag
    tags["to"] = "T"
    for lemma, letters in (("be", "B"), ("have", "H"), ("do", "O")):
        lemmas.update((word, lemma) for word in _TAGGED[letters].split())
    return tags, lemmas


def tag_unknown(word: str) -> str:
    """The tag of a word that the lists do not hold, by its ending."""
    if word.endswith("ly") and len(word) > 4:
        return "R"
    if word.endswith("ed") and len(word) > 4:
        return "E"
    if word.endswith("ing") and len(word) > 5:
        return "G"
    return "n"
