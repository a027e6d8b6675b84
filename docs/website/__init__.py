"""The documentation site: `make docs` builds it from the pages and from the modules themselves.

The pages under docs are the source and stay readable where they are. They are laid out in another
folder together with one page per public module, and Sphinx reads that folder.
"""
