"""Document → facts. One file a kind of fact; each a pure function of an annotated document and the ontology."""
