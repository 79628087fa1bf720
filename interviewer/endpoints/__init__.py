"""Whom the program asks over HTTP, and with which key; nothing else here opens a connection.

Importing this package loads neither LangChain nor an HTTP library.
"""
