"""Choosing one thing among thousands in a form that works without JavaScript: words are typed, what fits is offered."""

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import gettext as _
from wtforms import StringField
from wtforms.utils import unset_value

MOST_OFFERED = 20

Choice = tuple[str, str]
Finder = Callable[[str], Sequence[Choice]]


class PickField(StringField):
    """Typed words, and beside them (`<name>-chon`) which of the things that fit was chosen.

    `settle(find)` asks for what fits. `chosen` is then the key of the one thing, None when the words were left out.
    """

    asked: str | None = None
    chosen: str | None = None
    found: Sequence[Choice] = ()
    settled = False

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the words and the choice."""
        super().process(formdata, data, extra_filters)
        self.asked = formdata.get(self.choice_name) if formdata else None

    @property
    def choice_name(self) -> str:
        """Name of the radio buttons that offer what fits."""
        return f"{self.name}-chon"

    def settle(self, find: Finder) -> str | None:
        """Find what the words mean: what was chosen among it, else the only one that fits; else the field is wrong."""
        words = (self.data or "").strip()
        self.settled = bool(words)
        if not words:
            return None
        self.found = find(words)
        keys = [key for key, _label in self.found]
        if self.asked in keys:
            self.chosen = self.asked
        elif len(keys) == 1:
            self.chosen = keys[0]
        elif keys:
            self._refuse(_("Có nhiều mục khớp; hãy chọn một mục bên dưới hoặc gõ thêm."))
        else:
            self._refuse(_("Không tìm thấy «%(words)s»; hãy gõ ít chữ hơn.", words=words[:60]))
        return self.chosen

    def _refuse(self, sentence: str) -> None:
        self.process_errors = [*self.process_errors, sentence]

    @property
    def chosen_id(self) -> int | None:
        """The chosen key as a number, for things that are numbered."""
        return int(self.chosen) if self.chosen and self.chosen.isdecimal() else None
