"""Press releases about city partnerships in, linked data that cites its words out."""

__version__ = "0.1.0"
