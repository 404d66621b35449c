"""What somebody who listens would miss: the tree that the browser hands to a screen reader, read node by node."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.async_api import Page

CONTROLS = {
    *("button", "link", "textbox", "searchbox", "combobox", "listbox", "option", "checkbox", "radio"),
    *("radiogroup", "switch", "tab", "slider", "spinbutton", "menuitem", "Date", "InputTime", "dialog"),
}
ACTS = {"button", "link", "tab", "menuitem", "textbox", "searchbox", "combobox", "checkbox", "switch"}
"""What is gone to by its name alone, out of a list of all of its kind."""
AROUND = {
    *("region", "group", "radiogroup", "dialog", "alertdialog", "navigation", "form", "list", "table", "tabpanel"),
    *("Date", "InputTime"),  # the browser puts a button of its own into each
}
"""What says, by its own name, what the things in it are about."""
COMMON = ("Ana Okafor", "Ramón Sarabia", "Ines Duarte")
"""People of the factories: many bear one name, as no clinic has them. What stands beside a name tells them apart."""


async def tree_faults(page: Page) -> list[str]:
    """What is without a name or a landmark, and what has the name of something else."""
    tools = await page.context.new_cdp_session(page)
    tree = await tools.send("Accessibility.getFullAXTree")
    await tools.detach()
    nodes = {node["nodeId"]: node for node in tree["nodes"]}
    heard = [node for node in tree["nodes"] if not node["ignored"]]
    roles = [_role(node) for node in heard]
    faults = [f"{_role(one)} without a name" for one in heard if _role(one) in CONTROLS and not _name(one)]
    faults += _namesakes(heard, nodes)
    if "dialog" in roles:
        return faults  # what lies behind it is not read
    titles = sum(_role(one) == "heading" and _fact(one, "level") == 1 for one in heard)
    if titles != 1:
        faults.append(f"{titles} headings of the first level")
    if roles.count("main") != 1:
        faults.append(f"{roles.count('main')} main landmarks")
    if not any(_fact(one, "live") in {"polite", "assertive"} for one in heard):
        faults.append("nothing that announces")
    return faults


def _role(node: dict[str, Any]) -> str:
    return str(node["role"]["value"]) if "role" in node else ""


def _name(node: dict[str, Any]) -> str:
    return str(node.get("name", {}).get("value", "")).strip()


def _fact(node: dict[str, Any], name: str) -> Any:
    return next((one["value"].get("value") for one in node.get("properties", []) if one["name"] == name), None)


def _namesakes(heard: list[dict[str, Any]], nodes: dict[str, dict[str, Any]]) -> list[str]:
    """Different acts of one name in one place: "Open", "Open", "Open" says nothing in a list of buttons."""
    same = defaultdict(list)
    for node in heard:
        if _role(node) in ACTS and _name(node) and not any(name in _name(node) for name in COMMON):
            same[_role(node), _name(node), _around(node, nodes)].append(node)
    faults = []
    for (role, name, _), found in same.items():
        places = {_fact(one, "url") for one in found}
        if len(found) > 1 and not (role == "link" and len(places) == 1):
            faults.append(f"{len(found)} of {role} {name!r}")
    return faults


def _around(node: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> str | None:
    """The nearest thing around it that has a name of its own."""
    at = node
    while (parent := nodes.get(at.get("parentId", ""))) is not None:
        if _role(parent) in AROUND and _name(parent) and not parent["ignored"]:
            return str(parent["nodeId"])
        at = parent
    return None
