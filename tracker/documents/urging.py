"""The urging letter (công văn đôn đốc) of whoever follows the plans: what is late, asked for by a day. Pure.

Bodies that are only asked ("đề nghị") get an invitation: no days of delay, no word of reproof (domain F1).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tracker.agencies.models import Agency
from tracker.documents.head import (
    Signer,
    abbreviation,
    day_words,
    full_name,
    number_words,
    open_day_words,
    place_of,
    signature_of,
    superior_of,
)
from tracker.documents.official import Block, Column, OfficialDocument, Paragraph, Row, Table
from tracker.vietnamese import day_text


@dataclass(frozen=True, slots=True)
class Late:
    """One thing that is late: what, by which clause and plan, since when. `is_invited`: of a body only asked."""

    agency: str
    words: str
    basis: str
    due_on: date
    is_invited: bool = False


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the writer typed: number, the room that drafts, the day of answer, whom to call, who signs."""

    answer_by: date
    number: str = ""
    room: str = ""
    contact: str = ""
    signer: Signer = field(default_factory=Signer)


@dataclass(frozen=True, slots=True)
class Sender:
    """Who writes: the agency, the issuer of the plans, how the plans are called in a sentence and in short, the day."""

    agency: Agency
    issuer: Agency
    plans: str
    plans_short: str
    today: date


def joint_letter(sender: Sender, late: Sequence[Late], wishes: Wishes) -> OfficialDocument:
    """Return one letter to all agencies of the list."""
    return _letter(sender, list(dict.fromkeys(item.agency for item in late)), late, wishes)


def single_letters(sender: Sender, late: Sequence[Late], wishes: Wishes) -> list[OfficialDocument]:
    """Return a letter for each agency of the list, in its order."""
    by_agency: dict[str, list[Late]] = {}
    for item in late:
        by_agency.setdefault(item.agency, []).append(item)
    return [_letter(sender, [agency], items, wishes) for agency, items in by_agency.items()]


def _letter(sender: Sender, agencies: list[str], late: Sequence[Late], wishes: Wishes) -> OfficialDocument:
    name = full_name(sender.agency.name)
    ordered, invited = _parted(late)
    sign = f"{abbreviation(sender.agency.name)}-{wishes.room}" if wishes.room else abbreviation(sender.agency.name)
    is_signed = bool(wishes.number.strip())
    day = day_words(sender.today) if is_signed else open_day_words(sender.today)
    verb = (
        "đôn đốc báo cáo và thực hiện nhiệm vụ" if ordered else "đề nghị phối hợp thực hiện nhiệm vụ, báo cáo kết quả"
    )
    superior = superior_of(sender.agency, sender.issuer)
    return OfficialDocument(
        superior=superior,
        issuer=name,
        number=_full_number(wishes.number, sign),
        place_and_day=f"{place_of(sender.agency) or '…'}, {day}",
        kind="",
        subject=f"{verb} theo {sender.plans_short}",
        is_letter=True,
        addressees=tuple(full_name(agency) for agency in agencies),
        blocks=tuple(_body(sender, name, agencies, ordered, invited, wishes)),
        recipients=_recipients(superior, wishes.room),
        signature=signature_of(sender.agency.name, wishes.signer),
        title="Công văn đôn đốc" + (f" - {agencies[0]}" if len(agencies) == 1 else ""),
    )


def _full_number(typed: str, sign: str) -> str:
    """Return "12/SNNMT-GNBV" for "12"; what is typed in full stays."""
    return number_words(f"{typed.strip()}/{sign}" if typed.strip().isdecimal() else typed, sign=sign)


def _parted(late: Iterable[Late]) -> tuple[list[Late], list[Late]]:
    everything = list(late)
    return [item for item in everything if not item.is_invited], [item for item in everything if item.is_invited]


def _body(
    sender: Sender, name: str, agencies: list[str], ordered: list[Late], invited: list[Late], wishes: Wishes
) -> Iterable[Block]:
    with_agency = len(agencies) > 1
    until = day_words(wishes.answer_by)
    yield Paragraph(
        f"Thực hiện nhiệm vụ theo dõi, đôn đốc và tổng hợp kết quả thực hiện {sender.plans}, {name} thông báo và đề "
        f"nghị như sau:"
    )
    if ordered:
        whom = "các cơ quan" if with_agency else full_name(agencies[0])
        yield Paragraph(
            f"Đến hết ngày {day_text(sender.today)}, các nội dung sau đây đã đến hạn nhưng {name} chưa nhận được "
            "báo cáo hoặc kết quả thực hiện:"
        )
        yield _table(ordered, with_agency=with_agency, today=sender.today)
        yield Paragraph(
            f"Để kịp thời tổng hợp, báo cáo cấp có thẩm quyền, {name} đề nghị {whom} khẩn trương hoàn thành, cập nhật "
            f"kết quả và gửi báo cáo chậm nhất vào {until}. Trường hợp có khó khăn, vướng mắc, đề nghị nêu rõ nguyên "
            "nhân, kiến nghị và thời gian dự kiến hoàn thành."
        )
    if invited:
        yield Paragraph(
            f"{name} trân trọng đề nghị {'các cơ quan sau đây' if with_agency else 'quý cơ quan'} quan tâm phối hợp, "
            "cung cấp kết quả thực hiện các nội dung:"
        )
        yield _table(invited, with_agency=with_agency, today=None)
        yield Paragraph(f"{name} kính mong nhận được ý kiến của quý cơ quan vào {until} để kịp thời tổng hợp.")
    if wishes.contact:
        yield Paragraph(f"Thông tin cần trao đổi, xin liên hệ: {wishes.contact}.")
    yield Paragraph(f"{name} trân trọng cảm ơn sự phối hợp của quý cơ quan.")


def _table(late: Sequence[Late], *, with_agency: bool, today: date | None) -> Table:
    """Return the list; without `today` it says no days of delay."""
    columns = {
        "place": Column("TT", 10),
        "agency": Column("Cơ quan", 32),
        "words": Column("Nội dung", 58 if with_agency else 80),
        "basis": Column("Căn cứ", 30 if with_agency else 38),
        "due": Column("Thời hạn", 24),
        "days": Column("Số ngày quá hạn", 18, is_number=True),
    }
    left_out = ({"agency"} if not with_agency else set()) | ({"days"} if today is None else set())
    shown = [name for name in columns if name not in left_out]
    rows = []
    for number, item in enumerate(late, start=1):
        cells = {
            "place": str(number),
            "agency": full_name(item.agency),
            "words": item.words,
            "basis": item.basis,
            "due": day_text(item.due_on),
            "days": str((today - item.due_on).days) if today else "",
        }
        rows.append(Row(tuple(cells[name] for name in shown)))
    return Table(tuple(columns[name] for name in shown), tuple(rows))


def _recipients(superior: str, room: str) -> tuple[str, ...]:
    above = (f"{superior} (để báo cáo)",) if superior else ()
    return ("Như trên", *above, f"Lưu: VT, {room}" if room else "Lưu: VT")


def plans_words(names: Mapping[int, str]) -> str:
    """Return how the plans are called in a sentence: the only one by its name, several one after the other."""
    different = list(dict.fromkeys(names.values()))
    return different[0] if len(different) == 1 else f"các kế hoạch: {'; '.join(different)}"


def plans_in_short(names: Mapping[int, str]) -> str:
    """Return how the plans are called in a subject: the only one by its number, several together."""
    different = list(dict.fromkeys(names.values()))
    return different[0] if len(different) == 1 else "các kế hoạch giảm nghèo"
