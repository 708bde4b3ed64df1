"""The one way in which this package says no."""


class LabelError(ValueError):
    """A label cannot be drawn as asked; the text says what was wrong, where and what to do."""
