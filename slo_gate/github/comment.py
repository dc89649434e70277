"""The sticky comment: one for each key on a pull request, edited in place, never multiplied.

Ours is what our own account wrote, with our marker and key at its start; all else is left alone. A comment that cannot
be written never changes a verdict: it becomes a note.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from slo_gate.github.api import Api
from slo_gate.github.errors import ApiError, Failure
from slo_gate.github.event import Event
from slo_gate.github.marker import Stamp, is_marked, marked, same_text, stamp_of
from slo_gate.github.mode import Wish
from slo_gate.github.thread import Comment, Thread

_LIMITS = (60_000, 30_000, 15_000)
"""Characters to ask for, in turn, until the text is below GitHub's limit however it is counted: 15,000 always are."""
_MAX_BYTES = 65_536
_SHORTER = 10_000

Render = Callable[[int, str], str]
"""A body of at most so many characters, that takes the place of another; of none where that is empty."""


@dataclass(frozen=True, slots=True)
class Published:
    """`url` is the comment's page, empty where there is none. `note` says what a reader of the log must know."""

    url: str = ""
    note: str = ""


def publish(api: Api | None, event: Event, key: str, render: Render, wish: Wish) -> Published:
    """Brings the comment `key` of the event's pull request up to date. `api` is None where no token was given.

    `key` is up to 64 letters, digits, dots, dashes and underscores: what tells our comments on one page apart.
    """
    if wish is Wish.NOTHING or event.pull_request is None:
        return Published()
    if api is None:
        return Published(note="no comment was written: no token was given")
    stamp = Stamp(int(event.run_id or 0), event.head_sha)
    sticky = _Sticky(Thread(api, event.repository, event.pull_request), key, stamp, render, wish)
    try:
        return sticky.publish()
    except ApiError as error:
        return Published(note=f"no comment was written: {_why(error.failure, event)}")


def _why(failure: Failure, event: Event) -> Failure:
    may_only_read = failure is Failure.FORBIDDEN and (event.fork or event.dependabot)
    return Failure.READ_ONLY if may_only_read else failure


@dataclass(slots=True)
class _Sticky:
    thread: Thread
    key: str
    stamp: Stamp
    render: Render
    wish: Wish
    login: str = ""
    limits: Sequence[int] = _LIMITS

    def publish(self) -> Published:
        found = self._own()
        return self._settle(found) if found else self._start()

    def _start(self) -> Published:
        """A new comment, then a second look: another run may have started one at the same moment."""
        if self.wish is not Wish.WRITE:
            return Published()
        created = self._create()
        self.login = created.login
        try:
            return self._settle(self._own() or [created], created)
        except ApiError:
            return Published(created.url)

    def _settle(self, found: Sequence[Comment], created: Comment | None = None) -> Published:
        """The oldest comment stays, with our text unless a newer run's is there; the others go."""
        oldest, *others = sorted(found, key=lambda comment: comment.number)
        if any(stamp_of(comment.body).outdates(self.stamp) for comment in found):
            self._remove([comment for comment in others if comment == created])
            return Published(oldest.url, "the comment was left as it is: a run of a newer commit wrote it")
        updated = self._update([oldest, *others])
        if updated is None:
            return self._start()
        self._remove([comment for comment in others if comment.number != updated.number])
        return Published(updated.url)

    def _update(self, candidates: Sequence[Comment]) -> Comment | None:
        """The first of them that still exists, with our text."""
        for comment in candidates:
            try:
                return self._edit(comment)
            except ApiError as error:
                if error.failure is not Failure.NOT_FOUND:
                    raise
        return None

    def _edit(self, comment: Comment) -> Comment:
        if same_text(comment.body, self._text(comment.body)):
            return comment
        return self._unless_too_long(lambda text: self.thread.edit(comment.number, text), comment.body)

    def _remove(self, duplicates: Sequence[Comment]) -> None:
        """Another run may have removed them already; one that stays is removed next time."""
        for comment in duplicates:
            try:
                self.thread.delete(comment.number)
            except ApiError:
                continue

    def _create(self) -> Comment:
        """Tried again only after a look at whether an unclear answer has left a comment behind."""
        try:
            return self._unless_too_long(self.thread.add)
        except ApiError as error:
            if not error.failure.ambiguous:
                raise
        own = self._own()
        return own[-1] if own else self._unless_too_long(self.thread.add)

    def _unless_too_long(self, write: Callable[[str], Comment], previous: str = "") -> Comment:
        """A text that was refused is sent once more, short beyond doubt, and stays short."""
        try:
            return write(self._text(previous))
        except ApiError as error:
            if error.failure is not Failure.REJECTED:
                raise
        self.limits = (_SHORTER,)
        return write(self._text(previous))

    def _text(self, previous: str) -> str:
        for limit in self.limits:
            text = marked(self.render(limit, previous), self.key, self.stamp)
            if len(text.encode(errors="replace")) <= _MAX_BYTES:
                break
        return text

    def _own(self) -> list[Comment]:
        self.login = self.login or self.thread.login()
        return [
            comment
            for comment in self.thread.comments()
            if comment.login == self.login and is_marked(comment.body, self.key)
        ]
