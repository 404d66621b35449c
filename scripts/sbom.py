"""Write what ships as CycloneDX 1.6 into dist/: sbom-api.json from requirements.lock, sbom-web.json from npm's lock.

The first is made here with cyclonedx-python-lib, which pip-audit brings: `cyclonedx-bom` needs twenty packages more and
leaves the lock's hashes out. The second is npm's own. `sbom.py FOLDER` writes elsewhere.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.model.license import LicenseExpression
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from licences import python_licence
from packageurl import PackageURL

REPOSITORY = Path(__file__).parents[1]
DEVELOPMENT = "cdx:npm:package:development"
ENTRY = re.compile(r"^([a-z0-9._-]+)==([^ ;\n\\]+)(.*?)(?=^[a-z]|\Z)", re.MULTILINE | re.DOTALL)


def component(name: str, version: str, hashes: list[str]) -> Component:
    """A package of the lock file."""
    licence = python_licence(name)
    return Component(
        type=ComponentType.LIBRARY,
        name=name,
        version=version,
        bom_ref=f"{name}@{version}",
        purl=PackageURL("pypi", name=name, version=version),
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in hashes],
        licenses=[LicenseExpression(licence)] if licence else [],
    )


def api() -> str:
    """The API's and worker's packages."""
    lock = (REPOSITORY / "requirements.lock").read_text()
    bom = Bom(
        components=[
            component(name, version, re.findall(r"sha256:([0-9a-f]{64})", rest))
            for name, version, rest in ENTRY.findall(lock)
        ]
    )
    bom.metadata.component = Component(type=ComponentType.APPLICATION, name="handrail", bom_ref="handrail")
    bom.register_dependency(bom.metadata.component, bom.components)
    return JsonV1Dot6(bom).output_as_string(indent=2)


def web() -> str:
    """The web app's packages, as npm lists them. Its own `--omit dev` leaves React out: it is taken from the marks."""
    command = ["npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]
    folder = REPOSITORY / "frontend"
    listed = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=100, check=False)
    if listed.returncode != 0:
        sys.exit(f"npm cannot list the web app's packages:\n{listed.stderr}")
    bom = json.loads(listed.stdout)
    tools = {one["bom-ref"] for one in bom["components"] if DEVELOPMENT in (mark["name"] for mark in one["properties"])}
    bom["components"] = [one for one in bom["components"] if one["bom-ref"] not in tools]
    bom["dependencies"] = [
        {**one, "dependsOn": [each for each in one.get("dependsOn", []) if each not in tools]}
        for one in bom["dependencies"]
        if one["ref"] not in tools
    ]
    return json.dumps(bom, indent=2)


def main() -> None:
    """Write both and say where."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else REPOSITORY / "dist"
    folder.mkdir(exist_ok=True)
    for name, text in (("sbom-api.json", api()), ("sbom-web.json", web())):
        version = SchemaVersion.from_version(json.loads(text)["specVersion"])
        if (fault := JsonStrictValidator(version).validate_str(text)) is not None:
            sys.exit(f"{name} is not valid CycloneDX: {str(fault)[:500]}")
        (folder / name).write_text(text + "\n")
        print(f"{folder / name}: {len(json.loads(text)['components'])} components")


if __name__ == "__main__":
    main()
