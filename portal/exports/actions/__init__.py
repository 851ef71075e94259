"""Asking for documents and drawing them."""
