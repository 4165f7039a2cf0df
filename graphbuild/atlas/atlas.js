(() => {
  "use strict";
  const data = JSON.parse(document.getElementById("data").textContent),
    byId = (id) => document.getElementById(id),
    [smallest, largest] = data.radius;

  function draw() {
    const size = byId("size").value,
      colour = byId("colour").value,
      most = data.most[size] || 1;
    data.places.forEach((place, i) => {
      const circle = byId(`c${i}`);
      circle.setAttribute("r", (smallest + (largest - smallest) * Math.sqrt(place.sizes[size] / most)).toFixed(1));
      circle.setAttribute("fill", place.colours[colour]);
    });
    for (const key of document.querySelectorAll(".key")) key.hidden = key.dataset.of !== colour;
  }

  const plain = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase(),
    folded = data.index.map((row) => plain(row[0]));

  function search() {
    const words = plain(byId("search").value).split(/\s+/).filter(Boolean),
      list = byId("found");
    list.replaceChildren();
    byId("told").textContent = "";
    if (!words.length) return;
    const hits = [];
    folded.forEach((name, i) => {
      if (words.every((word) => name.includes(word))) hits.push(i);
    });
    const starts = (i) => (folded[i].startsWith(words[0]) ? 0 : 1);
    hits.sort((a, b) => starts(a) - starts(b) || data.index[b][3].length - data.index[a][3].length || a - b);
    byId("told").textContent = `${hits.length.toLocaleString("en-GB")} found${hits.length > 40 ? "; the first 40 are shown" : ""}`;
    for (const i of hits.slice(0, 40)) {
      const [label, kind, key, pages] = data.index[i],
        item = document.createElement("li");
      item.append(`${label} (${kind}): `);
      pages.slice(0, 12).forEach((page, n) => {
        const link = document.createElement("a");
        link.href = `${data.pages[page]}#n=${encodeURIComponent(key)}`;
        link.textContent = data.names[page];
        item.append(n ? ", " : "", link);
      });
      if (pages.length > 12) item.append(` and ${pages.length - 12} more`);
      list.append(item);
    }
  }

  byId("size").addEventListener("change", draw);
  byId("colour").addEventListener("change", draw);
  byId("search").addEventListener("input", search);
  draw();
  search();
})();
