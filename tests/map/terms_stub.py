"""Terms for tests that do not read the ontology."""

from graphbuild.map.terms import Class, Grade, LinkKind, Terms

A, P = "accountability", "partnership"
TERMS = Terms(
    (
        Class("Inspectorate", "Inspectorate", "#7a3e9d", "diamond"), Class("LocalAuthority", "Local authority", "#0b5394", "square"),
        Class("Board", "Board or partnership", "#00695c", "hexagon"), Class("Service", "Service or team", "#2e7d32", "dot"),
        Class("Agency", "Other agency", "#8a5a00", "triangle"), Class("Post", "Post", "#455a64", "triangleDown"),
        Class("Person", "Person", "#6d4c41", "star", False), Class("Programme", "Programme", "#ad1457", "dot", False),
        Class("Instrument", "Plan, report or law", "#616161", "square", False),
    ),
    (
        LinkKind("inspects", "inspects", "is inspected by", A, "#1f4e9c"), LinkKind("holdsToAccount", "holds to account", "is held to account by", A, "#1f4e9c"),
        LinkKind("scrutinises", "scrutinises", "is scrutinised by", A, "#1f4e9c"), LinkKind("oversees", "oversees", "is overseen by", A, "#1f4e9c"),
        LinkKind("reportsTo", "reports to", "receives reports from", A, "#1f4e9c", up=True), LinkKind("commissions", "commissions", "is commissioned by", A, "#1f4e9c"),
        LinkKind("appoints", "appoints", "is appointed by", A, "#1f4e9c"), LinkKind("responsibleFor", "is responsible for", "is the responsibility of", A, "#1f4e9c"),
        LinkKind("provides", "provides", "is provided by", A, "#1f4e9c"), LinkKind("partOf", "is part of", "has as a part", P, "#00796b", up=True),
        LinkKind("memberOf", "is a member of", "has as a member", P, "#00796b", up=True), LinkKind("worksWith", "works with", "works with", P, "#00796b", True),
        LinkKind("sharesInformationWith", "shares information with", "shares information with", P, "#00796b", True),
        LinkKind("refersTo", "refers cases to", "is referred cases by", P, "#00796b"), LinkKind("succeeds", "succeeds", "is succeeded by", P, "#00796b"),
    ),
    (Grade("Outstanding", "Outstanding", "#1b5e20", 0), Grade("Good", "Good", "#2e7d32", 1), Grade("RequiresImprovement", "Requires improvement", "#e6a100", 2), Grade("Inadequate", "Inadequate", "#b71c1c", 3)),
)  # fmt: skip
