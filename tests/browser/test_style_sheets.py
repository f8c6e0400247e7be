"""The browser at hand understands every line of the style sheets; CONSULT_CHROMIUM names an older one to ask."""

import re

from tests.consult.test_look import SHEETS

DECLARATION = re.compile(r"(?<=[;{])\s*([a-z-]+):\s*([^;{}]+?)(?: !important)?;")
# Finer breaks of lines and the paper's size: a browser without the first shows the same, the second is no property.
LEFT_OUT = {("text-wrap", "balance"), ("text-wrap", "pretty"), ("size", "A4"), ("size", "A4 landscape")}

COUNT = """(text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  const count = (rules) => [...rules].reduce((sum, rule) => sum + 1 + count(rule.cssRules || []), 0);
  return count(sheet.cssRules);
}"""


def test_the_browser_drops_no_rule_and_no_declaration_of_a_sheet(page):
    texts = {sheet.name: re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL) for sheet in SHEETS}
    declared = sorted({pair for text in texts.values() for pair in DECLARATION.findall(text)} - LEFT_OUT)

    read = {name: page.evaluate(COUNT, text) for name, text in texts.items()}
    understood = page.evaluate("(pairs) => pairs.filter(([name, value]) => CSS.supports(name, value))", declared)

    assert read == {name: text.count("{") for name, text in texts.items()}
    assert [pair for pair in declared if list(pair) not in understood] == []
