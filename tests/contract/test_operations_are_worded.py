"""The server's own lists call operations what the audit page calls them."""

import re

from tests.contract.operations import REGENERATE, ROOT, TABLE, rendered, words_of_the_page
from tests.contract.routes import openapi

from handrail.core.kind_words import KINDS
from handrail.reporting.audit_words import wording


def test_the_servers_words_are_those_of_the_audit_page() -> None:
    assert TABLE.read_text("utf-8") == rendered(), f"words changed on the audit page: run {REGENERATE}"


def test_every_operation_has_words_in_every_language() -> None:
    codes = {one["operationId"] for path in openapi()["paths"].values() for one in path.values()}
    for language, words in words_of_the_page().items():
        assert codes - set(words) == set(), language


def test_roles_and_kinds_are_called_as_the_screens_call_them() -> None:
    screens = (ROOT / "frontend/src/lib/texts/es.ts").read_text("utf-8")
    for name, words in (("role", wording("es").roles), ("kind", KINDS["es"])):
        (block,) = re.findall(rf"^  {name}: {{\n(.*?)^  }}", screens, re.DOTALL | re.MULTILINE)
        assert dict(re.findall(r'(\w+): "(.*?)"', block)) == words, name
