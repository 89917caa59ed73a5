"""Argued essays in, briefings with proved quotes out."""

__version__ = "0.1.0"
