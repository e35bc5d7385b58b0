"""Plotly's own style rules as a sheet that a strict Content-Security-Policy allows.

Plotly's script puts its rules into a <style> that it makes, which the policy forbids; it leaves
that be where the page holds an element `plotly.js-style-global` of the class `no-inline-styles`.
After an upgrade of Plotly: `python -m indicators.charts.plotly_css > static/css/plotly.css`.
"""

import json
import re
import sys

from indicators.charts.plotly_js import SCRIPT

_INSERTING = r"for\(\w+ in (\w+)\)\w+=\w+\.replace\(/\^,/.{,160}?addStyleRule\("
_PAIR = re.compile(r"""([A-Za-z_]\w*|"(?:[^"\\]|\\.)*")\s*:\s*("(?:[^"\\]|\\.)*"|'[^']*')\s*,?""")
_HEAD = (
    "/* Plotly's own rules, made by indicators/charts/plotly_css.py: do not edit.\n"
    "   In no layer, as where Plotly inserts them itself. */\n\n"
)


def sheet(script: str) -> str:
    """The sheet of the rules that the script would insert, in the order in which they then stand.

    Raises ValueError for a script that inserts them in a way that is not known here.
    """
    loop = re.search(_INSERTING, script)
    table = re.search(rf"\b{loop[1]}=(\{{.*?\}});for\(", script) if loop else None
    if table is None:
        raise ValueError("This Plotly keeps its rules in a way that is not known here.")
    rules = [(_text(name), _text(style)) for name, style in _PAIR.findall(table[1])]
    if len(_PAIR.sub("", table[1]).strip("{}")) or not rules:
        raise ValueError("This Plotly writes its rules in a way that is not known here.")
    # Each rule is inserted before those that are there.
    return _HEAD + "".join(_rule(name, style) for name, style in reversed(rules))


def _text(literal: str) -> str:
    """The value of a name or string of the script."""
    if literal[0] == '"':
        return str(json.loads(literal))
    return literal[1:-1] if literal[0] == "'" else literal


def _rule(name: str, style: str) -> str:
    """A rule as the script would insert it, one declaration a line."""
    selector = name.replace("X", ".js-plotly-plot .plotly").replace("Y", ".plotly-notifier")
    lines = "".join(f"  {part};\n" for part in re.findall(r"(?:[^;\"]|\"[^\"]*\")+", style))
    return f"{selector} {{\n{lines}}}\n"


if __name__ == "__main__":
    sys.stdout.write(sheet(SCRIPT.read_text(encoding="utf-8")))
