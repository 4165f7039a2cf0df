/* The query editor: CodeMirror with the small set of _vendor/editor.js, in a shadow root, where its styles need no exception in the policy. */
function makeEditor(host) {
  const root = host.attachShadow({ mode: "open" }),
    box = document.createElement("div");
  root.append(box);
  const {
    EditorState,
    EditorView,
    keymap,
    lineNumbers,
    drawSelection,
    highlightActiveLine,
    defaultKeymap,
    history,
    historyKeymap,
    StreamLanguage,
    HighlightStyle,
    syntaxHighlighting,
    bracketMatching,
    autocompletion,
    completionKeymap,
    closeBrackets,
    closeBracketsKeymap,
    sparql,
    tags,
  } = CM;
  const colours = HighlightStyle.define([
    { tag: tags.keyword, color: "var(--acc)", fontWeight: "600" },
    { tag: [tags.string, tags.special(tags.string)], color: "var(--ok)" },
    { tag: tags.comment, color: "var(--mut)", fontStyle: "italic" },
    { tag: [tags.variableName, tags.special(tags.variableName)], color: "var(--var)" },
    { tag: [tags.atom, tags.number], color: "var(--num)" },
  ]);
  const look = EditorView.theme({
    "&": {
      fontSize: "14px",
      border: "1px solid var(--line)",
      borderRadius: "6px",
      background: "var(--card)",
      color: "var(--fg)",
      maxHeight: "26rem",
    },
    ".cm-scroller": { fontFamily: 'ui-monospace,"DejaVu Sans Mono",monospace', lineHeight: "1.5", overflow: "auto" },
    ".cm-gutters": { background: "var(--pan)", color: "var(--mut)", border: "0" },
    ".cm-content": { caretColor: "var(--fg)", minHeight: "9rem" },
    ".cm-cursor": { borderLeftColor: "var(--fg)" },
    ".cm-activeLine": { background: "transparent" },
    "&.cm-focused": { outline: "3px solid var(--acc)" },
    ".cm-tooltip": { background: "var(--card)", color: "var(--fg)", border: "1px solid var(--line)" },
    ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--acc)", color: "var(--bg)" },
    "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { background: "var(--sel) !important" },
    "&.cm-focused .cm-matchingBracket": { background: "var(--sel)" },
  });
  editor = new EditorView({
    parent: box,
    root,
    state: EditorState.create({
      doc: "",
      extensions: [
        keymap.of([
          {
            key: "Mod-Enter",
            run: () => {
              run(text_());
              return true;
            },
          },
        ]),
        lineNumbers(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ override: [complete] }),
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        look,
        highlightActiveLine(),
        keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "SPARQL query. Escape, then Tab, leaves the editor." }),
      ],
    }),
  });
}
/* Completion: prefixes, the ontology's terms, the query's variables, keywords, and the bodies' names inside quotation marks. */
function complete(context) {
  const inString = context.matchBefore(/"[^"\n]*/);
  if (inString) {
    const q = inString.text.slice(1).toLowerCase();
    return {
      from: inString.from + 1,
      options: N.filter(n => n.lc.includes(q))
        .sort((a, b) => b.w - a.w)
        .slice(0, 40)
        .map(n => ({ label: n.label, type: "text", detail: n.cls.label })),
      filter: false,
    };
  }
  const word = context.matchBefore(/[?\w]*:?[\w-]*/);
  if (!word || (word.from === word.to && !context.explicit)) return null;
  const doc = context.state.doc.toString(),
    term = iri => short(iri);
  const options = [
    ...P.filter(p => p.iri).map(p => ({ label: term(p.iri), type: "property", detail: p.label })),
    ...C.map(c => ({ label: short(c.iri), type: "class", detail: c.label })),
    ...D.statuses.map(s => ({ label: "acc:" + s.id, type: "constant", detail: "status" })),
    ...G.map(g => ({ label: short(g.iri), type: "constant", detail: "grade" })),
    ..."evidence status judges grade area madeBy about polarity addressedTo supportedBy number paragraph page speaker measures unit period Link Judgement Finding Recommendation Statistic Statement Inspection"
      .split(" ")
      .map(t => ({ label: "acc:" + t, type: "property" })),
    ..."skos:prefLabel skos:altLabel rdf:subject rdf:predicate rdf:object rdf:type dcterms:title dcterms:issued dcterms:identifier dcterms:description oa:hasSource oa:hasSelector oa:exact org:member org:organization org:role schema:startDate schema:endDate"
      .split(" ")
      .map(t => ({ label: t, type: "property" })),
    ...Object.keys(PREFIXES).map(p => ({
      label: p + ":",
      type: "namespace",
      detail: PREFIXES[p],
      apply: (view_, c, from, to) => {
        const has = new RegExp(`PREFIX\\s+${p}:`, "i").test(doc),
          head_ = has ? "" : `PREFIX ${p}: <${PREFIXES[p]}>\n`;
        view_.dispatch({
          changes: [
            { from: 0, insert: head_ },
            { from, to, insert: p + ":" },
          ],
          selection: { anchor: from + head_.length + p.length + 1 },
        });
      },
    })),
    ...[...new Set(doc.match(/\?\w+/g) || [])].map(v => ({ label: v, type: "variable" })),
    ..."SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS GROUP BY ORDER BY LIMIT COUNT VALUES BIND EXISTS CONSTRUCT ASK DESCRIBE PREFIX"
      .split(" ")
      .map(k => ({ label: k, type: "keyword" })),
  ];
  return { from: word.from, options, validFor: /^[?\w]*:?[\w-]*$/ };
}
