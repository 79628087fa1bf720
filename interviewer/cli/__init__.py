"""The command line: one module a command family; nothing heavy is imported until it is needed."""
