"""What may be typed about a reporting duty, and about one call."""

import hashlib
import secrets
from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its stubs
from wtforms.validators import DataRequired, InputRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.agencies.picking import PickField
from tracker.reports.models import ReportingDuty
from tracker.reports.rules import PeriodKind
from tracker.reports.service.calling import LONGEST_TITLE, Call
from tracker.reports.service.duties import NewDuty, Routing, values_of
from tracker.web.forms import DayField, Form

LONGEST_WORDS = 4000
KIND_CHOICES = (
    (PeriodKind.SEMIANNUAL, _l("6 tháng")),
    (PeriodKind.ANNUAL, _l("Năm")),
    (PeriodKind.QUARTERLY, _l("Quý")),
    (PeriodKind.MONTHLY, _l("Tháng")),
    (PeriodKind.WEEKLY, _l("Tuần")),
    (PeriodKind.ONCE, _l("Một lần")),
)


def ticks(label: Any, **kwargs: Any) -> SelectMultipleField:
    """Return a field for several of a list, each with its box."""
    return SelectMultipleField(label, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput(), **kwargs)


class KeyedForm(Form):
    """A form that makes something once: sent twice, it is known by its key."""

    form_key = HiddenField(default=lambda: secrets.token_hex(16))

    @property
    def key(self) -> str:
        """The key, a fresh one where it was tampered with."""
        written = str(self.form_key.data or "")
        return written if len(written) == 32 and written.isalnum() else secrets.token_hex(16)


class RoutingForm(Form):
    """Where reports go, and which regime dates them."""

    addressee = StringField(_l("Gửi đến"), [Optional(), Length(max=300)])
    via = StringField(_l("Qua (cơ quan tổng hợp)"), [Optional(), Length(max=300)])
    copy_to = StringField(_l("Đồng gửi"), [Optional(), Length(max=600)])
    regime = SelectField(_l("Chế độ báo cáo"), default="0")
    seen = HiddenField()  # what the duty said when the form was shown

    def offer_regimes(self, regimes: Sequence[tuple[int, str]]) -> None:
        """Offer the default regimes, and each by its name."""
        by_default = SelectChoice("0", _l("Theo chế độ mặc định"))
        self.regime.choices = [by_default, *(SelectChoice(str(number), name) for number, name in regimes)]

    @property
    def routing(self) -> Routing:
        """To whom, through whom, copied to whom."""
        copies = tuple(part.strip() for part in (self.copy_to.data or "").split(";") if part.strip())
        return Routing(self.addressee.data or None, self.via.data or None, copies)

    @property
    def regime_id(self) -> int | None:
        """The chosen regime, None for the default ones."""
        return int(self.regime.data) or None

    def is_stale(self, duty: ReportingDuty) -> bool:
        """Tell whether somebody changed the duty since the form was shown, to something else than is typed here."""
        typed = {
            "addressee": self.routing.addressee,
            "via": self.routing.via,
            "copy_to": list(self.routing.copy_to),
            "regime_id": self.regime_id,
        }
        return bool(self.seen.data) and self.seen.data != _seal(values_of(duty)) and typed != values_of(duty)

    def now_showing(self, duty: ReportingDuty) -> None:
        """Take the duty as seen: what is typed stays, and goes before it when it is sent again."""
        self.seen.data = _seal(values_of(duty))

    @classmethod
    def showing(cls, duty: ReportingDuty, regimes: Sequence[tuple[int, str]]) -> "RoutingForm":
        """Return the form with a duty in it."""
        values: dict[str, Any] = {
            "addressee": duty.addressee,
            "via": duty.via,
            "copy_to": "; ".join(duty.copy_to),
            "regime": str(duty.regime.series if duty.regime else 0),
            "seen": _seal(values_of(duty)),
        }
        form = cls(formdata=None, data=values)
        form.offer_regimes(regimes)
        return form


def _seal(values: dict[str, object]) -> str:
    return hashlib.sha256(repr(sorted(values.items())).encode()).hexdigest()[:32]


class DutyForm(RoutingForm, KeyedForm):
    """A duty written down by a person."""

    clause = SelectField(_l("Căn cứ trong kế hoạch"), default="0")
    basis_document = StringField(_l("Hoặc văn bản khác"), [Optional(), Length(max=300)])
    words = TextAreaField(_l("Nguyên văn quy định"), [DataRequired(), Length(max=LONGEST_WORDS)])
    kinds = ticks(
        _l("Kỳ báo cáo"), choices=[SelectChoice(kind.value, words) for kind, words in KIND_CHOICES], validators=[]
    )
    due_words = StringField(_l("Ngày nộp nếu văn bản nêu rõ"), [Optional(), Length(max=120)])
    agencies = ticks(_l("Cơ quan phải báo cáo"), coerce=int)
    other = PickField(_l("Cơ quan khác"), [Length(max=200)])
    every_lead = BooleanField(_l("Mọi cơ quan chủ trì nhiệm vụ của kế hoạch, kể cả cơ quan được giao sau này"))
    starts_on = DayField(_l("Áp dụng với báo cáo đến hạn từ ngày"), [InputRequired()])

    def new_duty(self) -> NewDuty:
        """Return what is typed."""
        other = self.other.chosen_id
        assert self.starts_on.data is not None  # validated
        return NewDuty(
            clause_id=int(self.clause.data) or None,
            basis_document=self.basis_document.data or None,
            words=self.words.data or "",
            reporter_ids=(*(self.agencies.data or ()), *([other] if other else ())),
            takes_every_lead=bool(self.every_lead.data),
            kinds=tuple(PeriodKind(kind) for kind in self.kinds.data or ()),
            due_words=self.due_words.data or "",
            routing=self.routing,
            regime_id=self.regime_id,
            starts_on=self.starts_on.data,
            form_key=self.key,
        )


class ReporterForm(Form):
    """One more agency that owes a duty, from a day on."""

    agency = PickField(_l("Cơ quan"), [DataRequired(), Length(max=200)])
    starts_on = DayField(_l("Phải báo cáo từ ngày"), [InputRequired()])


class EndForm(Form):
    """The last day of a duty, or of one reporter, with the reason."""

    last = DayField(_l("Ngày cuối"), [InputRequired()])
    reason = TextAreaField(_l("Lý do"), [DataRequired(_l("Hãy ghi lý do kết thúc.")), Length(max=2000)])


class CallForm(KeyedForm):
    """One call of the monitor."""

    title = StringField(_l("Tên báo cáo"), [DataRequired(), Length(max=LONGEST_TITLE)])
    words = TextAreaField(_l("Nội dung yêu cầu"), [DataRequired(), Length(max=LONGEST_WORDS)])
    due_on = DayField(_l("Hạn nộp"), [InputRequired()])
    letter_number = StringField(_l("Số, ký hiệu văn bản"), [Optional(), Length(max=60)])
    letter_on = DayField(_l("Ngày văn bản"), [Optional()])
    groups = ticks(_l("Nhóm cơ quan"))
    agencies = ticks(_l("Cơ quan"), coerce=int)

    def call(self, agency_ids: Sequence[int]) -> Call:
        """Return what is typed, of these agencies."""
        assert self.due_on.data is not None  # validated
        return Call(
            title=self.title.data or "",
            words=self.words.data or "",
            due_on=self.due_on.data,
            agency_ids=tuple(agency_ids),
            letter_number=self.letter_number.data or None,
            letter_on=self.letter_on.data,
            form_key=self.key,
        )
