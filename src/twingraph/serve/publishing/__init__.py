"""The whole site as files that any web server can host: pages, data, dumps, checksums."""

from twingraph.serve.publishing.plan import FORMATS
from twingraph.serve.publishing.publish import Published, publish

__all__ = ["FORMATS", "Published", "publish"]
