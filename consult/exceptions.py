class Conflict(Exception):
    """The record moved on while the user looked at an older state: answered by a page with status 409.

    `message` says what happened, in words for the user; `context` goes to the template beside it.
    """

    def __init__(self, message, **context):
        super().__init__(message)
        self.message = message
        self.context = context
