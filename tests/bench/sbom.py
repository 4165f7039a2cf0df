"""What is shipped and what it runs on, with licences:
`python -m tests.bench.sbom` writes .github/sbom.cdx.json (CycloneDX 1.6) and .github/THIRD_PARTY.md.

Components are the packages of requirements.lock, with the hashes it pins and the licences their own metadata name, and the browser
assets in the wheel with what their VENDOR.toml says. The same inputs give the same bytes: no time, no serial number.
"""

from __future__ import annotations

import base64
import json
import re
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
SBOM, LIST = ROOT / ".github" / "sbom.cdx.json", ROOT / ".github" / "THIRD_PARTY.md"
_CLASSIFIED = {"MIT License": "MIT", "BSD License": "BSD-3-Clause", "Apache Software License": "Apache-2.0", "ISC License (ISCL)": "ISC"}
_UNSAID = {"colorama": "BSD-3-Clause"}
"""Of packages that only other systems install, whose metadata are not here to be asked."""
_SPOKEN = {
    **{"UNKNOWN": "", "ISC license": "ISC", "ISC License": "ISC", "Expat": "MIT", "MIT License": "MIT"},
    **{"BSD": "BSD-3-Clause", "Apache 2.0": "Apache-2.0"},
}


def licence(name: str) -> str:
    """The licence an installed package's metadata name, as SPDX where they do or it is a common one; "" where none is said."""
    try:
        said = metadata(name)
    except PackageNotFoundError:
        return _UNSAID.get(name, "")
    text = said.get("License-Expression") or ""
    if not text:
        short = (said.get("License") or "").strip()
        text = _SPOKEN.get(short, short if 0 < len(short) < 60 and "\n" not in short else "")
    if not text:
        classes = [c.rpartition(" :: ")[2] for c in said.get_all("Classifier") or () if c.startswith("License :: ")]
        text = " AND ".join(sorted({_CLASSIFIED.get(c, c) for c in classes}))
    return text


def packages() -> list[dict[str, Any]]:
    """The Python packages the program runs on."""
    found = []
    for entry in re.split(r"\n(?=[A-Za-z0-9])", (ROOT / "requirements.lock").read_text("utf-8")):
        match = re.match(r"([A-Za-z0-9._-]+)==([^\s;\\]+)", entry)
        if not match:
            continue
        name, version = match[1], match[2]
        found.append(
            {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:pypi/{name}@{version}",
                "licence": licence(name),
                "hashes": [{"alg": "SHA-256", "content": each} for each in sorted(re.findall(r"sha256:([0-9a-f]{64})", entry))],
            }
        )
    return found


def assets() -> list[dict[str, Any]]:
    """The npm packages whose files the wheel carries."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for path in sorted((ROOT / "graphbuild").rglob("VENDOR.toml")):
        if "node_modules" in path.parts:
            continue
        for each in tomllib.loads(path.read_text("utf-8"))["package"]:
            name, version = each["name"], each["version"]
            digest = base64.b64decode(each["integrity"].removeprefix("sha512-")).hex()
            found[name, version] = {
                "type": "library",
                "name": name,
                "version": version,
                "purl": f"pkg:npm/{name.replace('@', '%40')}@{version}",
                "licence": each["licence"],
                "hashes": [{"alg": "SHA-512", "content": digest}],
            }
    return [found[key] for key in sorted(found)]


def sbom() -> str:
    """The bill of materials as CycloneDX JSON."""
    version = re.search(r'__version__ = "([^"]+)"', (ROOT / "graphbuild/__init__.py").read_text("utf-8"))
    assert version
    components = []
    for each in (*packages(), *assets()):
        named = {key: value for key, value in each.items() if key != "licence"}
        components.append({**named, "bom-ref": each["purl"], "licenses": _said(each["licence"])})
    about = {"type": "application", "name": "graphbuild", "version": version[1], "bom-ref": "graphbuild", "licenses": _said("MIT")}
    whole = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": about},
        "components": components,
        "dependencies": [{"ref": "graphbuild", "dependsOn": [each["bom-ref"] for each in components]}],
    }
    return json.dumps(whole, indent=1, ensure_ascii=False) + "\n"


def _said(text: str) -> list[dict[str, Any]]:
    plain = re.fullmatch(r"[A-Za-z0-9.+-]+(?: (?:AND|OR|WITH) [A-Za-z0-9.+-]+)*", text)
    return [{"expression": text}] if plain else [{"license": {"name": text}}]


def listed() -> str:
    """Names, versions and licences, for a reader."""
    rows = ["# What graphbuild carries and what it runs on", "", "Written by `python -m tests.bench.sbom`; its own licence is MIT.", ""]
    rows += ["## In the wheel: files for browsers, from npm", "", "| package | version | licence |", "|---|---|---|"]
    rows += [f"| {each['name']} | {each['version']} | {each['licence']} |" for each in assets()]
    rows += ["", "## Installed beside it: Python packages of `requirements.lock`", "", "| package | version | licence |", "|---|---|---|"]
    rows += [f"| {each['name']} | {each['version']} | {each['licence']} |" for each in packages()]
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    SBOM.write_text(sbom(), "utf-8")
    LIST.write_text(listed(), "utf-8")
    print(f"{len(packages())} Python packages and {len(assets())} browser packages in {SBOM.name} and {LIST.name}")
