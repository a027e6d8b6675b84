"""The papers of a one-stop shop as values, made from the history of a case.

Which form and template a paper has is a country's to say. Imported by path, because it needs the
extra "documents".
"""
