"""What can be measured: one module each, with run(arguments)."""
