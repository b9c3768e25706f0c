"""The package that writes MP4, which few need and nobody must have."""


class NoVideo(Exception):
    """MP4 needs a package that is not installed."""


def video():
    """The module `av`. Raises NoVideo."""
    try:
        import av
    except ImportError:
        raise NoVideo("MP4 needs the package `av`: `python -m pip install av`, or take a .gif or .html") from None
    return av
