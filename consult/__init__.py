import os

# lxml comes with python-docx; openpyxl would take it instead of defusedxml, which refuses entities by name.
os.environ.setdefault("OPENPYXL_LXML", "False")
