"""What a client can do."""

from __future__ import annotations

from typing import Any, NamedTuple

from lsprotocol import types


class Client(NamedTuple):
    """The capabilities of a client that the server depends on.

    ``encoding`` is that of positions. ``pulls`` is set if the client asks for
    diagnostics, ``refreshes`` if the server can request that. ``relates``, ``links``
    and ``tags`` are about diagnostics, ``versions`` and ``snippets`` about edits.
    ``shows`` is set if the client can show a place in a document, ``watches`` if it
    can watch files. ``symbols`` is set for symbols with ranges.
    """

    encoding: str = "utf-16"
    pulls: bool = False
    refreshes: bool = False
    relates: bool = False
    links: bool = False
    tags: bool = False
    versions: bool = False
    snippets: bool = False
    shows: bool = False
    watches: bool = False
    symbols: bool = False
    markdown: bool = False


def client_of(capabilities: types.ClientCapabilities, encoding: str) -> Client:
    """Return what a client can do, from what it sent."""

    def get(*names: str) -> Any:
        value: Any = capabilities
        for name in names:
            value = getattr(value, name, None)
        return value

    pulls = get("text_document", "diagnostic") is not None
    about = ("text_document", "diagnostic" if pulls else "publish_diagnostics")
    # Clients name what they show in one place, also for diagnostics that they pull.
    both = [about, ("text_document", "publish_diagnostics")]
    tags = [
        tag for path in both for tag in get(*path, "tag_support", "value_set") or ()
    ]
    formats = get("text_document", "hover", "content_format") or ()
    return Client(
        encoding=encoding,
        pulls=get("text_document", "diagnostic") is not None,
        refreshes=bool(get("workspace", "diagnostics", "refresh_support")),
        relates=any(get(*path, "related_information") for path in both),
        links=any(get(*path, "code_description_support") for path in both),
        tags=types.DiagnosticTag.Unnecessary in tags,
        versions=bool(get("workspace", "workspace_edit", "document_changes")),
        snippets=bool(get("workspace", "workspace_edit", "snippet_edit_support")),
        shows=bool(get("window", "show_document", "support")),
        watches=bool(
            get("workspace", "did_change_watched_files", "dynamic_registration")
        ),
        symbols=bool(
            get(
                "text_document",
                "document_symbol",
                "hierarchical_document_symbol_support",
            )
        ),
        markdown=types.MarkupKind.Markdown in formats,
    )
