"""Compares Coterie with other programs that move files; bench/README.md says how."""
