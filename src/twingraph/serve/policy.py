"""What a browser may load for an answer of ours: nothing from elsewhere, no script or style within a page."""

from __future__ import annotations

HEADER = "Content-Security-Policy"


def content_policy(path: str, nonce: str = "") -> str:
    """Return the policy for the answer at *path*; style elements with the *nonce* are allowed.

    >>> content_policy("/embed/map").rpartition("; ")[2], content_policy("/").rpartition("; ")[2]
    ('frame-ancestors *', "frame-ancestors 'none'")
    >>> content_policy("/query", "abc").split("; ")[1]
    "style-src 'self' 'nonce-abc'"
    """
    own_styles = f" 'nonce-{nonce}'" if nonce else ""
    framed_by = "*" if path.startswith(("/embed/", "/reconcile/preview")) else "'none'"
    return (
        f"default-src 'none'; style-src 'self'{own_styles}; script-src 'self'; img-src 'self' data: blob:; "
        f"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors {framed_by}"
    )
