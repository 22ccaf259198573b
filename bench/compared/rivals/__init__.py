"""The programs that are compared, each behind the interface in rival.py."""
