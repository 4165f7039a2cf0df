// The query page: YASGUI over this server's endpoint, and the cookbook's questions put into a new tab.
"use strict";
const endpoint = new URL("/sparql", location.href).href;
Yasgui.Yasqe.defaults.value = "SELECT ?body ?name WHERE {\n  ?body a <https://graphbuild.example/ontology#Board> ;\n    <http://www.w3.org/2004/02/skos/core#prefLabel> ?name .\n} ORDER BY ?name\nLIMIT 50";
Yasgui.Yasqe.defaults.autocompleters = ["variables"];
const page = new Yasgui(document.getElementById("yasgui"), {
  requestConfig: { endpoint, method: "POST" },
  copyEndpointOnNewTab: true,
  endpointCatalogueOptions: { getData: () => [{ endpoint }] },
  persistenceId: "graphbuild",
  autofocus: true,
});
document.getElementById("cookbook").addEventListener("change", async (event) => {
  const name = event.target.value;
  if (!name) return;
  const answer = await fetch("/cookbook/" + encodeURIComponent(name) + ".rq");
  if (!answer.ok) return;
  const tab = page.addTab(true, { name: event.target.selectedOptions[0].textContent, requestConfig: { endpoint, method: "POST" } });
  tab.setQuery(await answer.text());
  tab.query();
});
