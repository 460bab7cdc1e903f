"""Figures as they are typed and printed in Việt Nam: "1.234,5". What can be read in two ways is asked, not guessed."""

import re
from decimal import ROUND_HALF_UP, Decimal

from tracker.errors import DomainError

MOST_DIGITS = 15
MOST_DECIMALS = 4
_SPACES = re.compile(r"[\s\u00a0\u202f]+")
_WHOLE = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_WITH_DECIMALS = re.compile(r"(?:[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+),[0-9]+")
_COMMA_BEFORE_THREE = re.compile(r"[1-9][0-9]{0,2},[0-9]{3}")
_POINT_AS_COMMA = re.compile(r"[0-9]+\.[0-9]+")
_SHARES = ("%", "điểm", "pp")  # units in which a thousand makes no sense


class FigureUnclear(DomainError):
    """What was typed is no figure, or could be two; the sentence says how to write what is meant."""


def read_figure(written: str, *, unit: str = "") -> Decimal | None:
    """Return the figure typed as "1.234,5", None when nothing is typed.

    Raises FigureUnclear where "," stands before three digits alone ("1,234": a thousand, or a fraction?), where "."
    marks a fraction ("1.5"), where "1.234" is a percentage, and for anything that is no figure.
    """
    text = _SPACES.sub("", written).replace("\u2212", "-").replace("–", "-")
    is_share = _is_share(unit)
    if is_share:
        text = text.removesuffix("%")
    if not text:
        return None
    sign, bare = ("-", text[1:]) if text.startswith("-") else ("", text)
    _check_readable(bare, written.strip(), is_share=is_share)
    figure = Decimal(sign + bare.replace(".", "").replace(",", "."))
    _check_size(figure, written.strip())
    return figure


def _check_readable(bare: str, written: str, *, is_share: bool) -> None:
    if _COMMA_BEFORE_THREE.fullmatch(bare):
        whole, _, rest = bare.partition(",")
        raise FigureUnclear(
            f"«{written}» có thể là {whole}.{rest} (hàng nghìn) hoặc {whole},{rest}0 (số lẻ); hãy ghi đúng một cách."
        )
    if is_share and _GROUPED.fullmatch(bare):
        whole, _, rest = bare.partition(".")
        raise FigureUnclear(
            f"«{written}» đọc là hàng nghìn, không hợp với đơn vị này; số lẻ thì ghi dấu phẩy: {whole},{rest}0."
        )
    if _WHOLE.fullmatch(bare) or _GROUPED.fullmatch(bare) or _WITH_DECIMALS.fullmatch(bare):
        return
    if _POINT_AS_COMMA.fullmatch(bare):
        raise FigureUnclear(f"«{written}»: số lẻ ghi bằng dấu phẩy, ví dụ {bare.replace('.', ',')}.")
    raise FigureUnclear(f"«{written[:40]}» không phải là số; hãy chỉ ghi số, ví dụ 1.234,5.")


def _check_size(figure: Decimal, written: str) -> None:
    exponent = figure.as_tuple().exponent
    assert isinstance(exponent, int)
    if len(str(abs(int(figure)))) > MOST_DIGITS:
        raise FigureUnclear(f"«{written[:40]}» lớn quá {MOST_DIGITS} chữ số; hãy kiểm tra lại, hoặc đổi đơn vị.")
    if -exponent > MOST_DECIMALS and figure != figure.quantize(Decimal(1).scaleb(-MOST_DECIMALS)):
        raise FigureUnclear(f"«{written[:40]}» có quá {MOST_DECIMALS} chữ số lẻ; hãy làm tròn.")


def figure_text(figure: Decimal | None) -> str:
    """Return a figure as it is printed: "1.234,5"; "" for None. No more decimals than it has."""
    if figure is None:
        return ""
    plain = figure.normalize() if figure else Decimal(0)
    text = f"{plain:,f}"
    return text.replace(",", " ").replace(".", ",").replace(" ", ".")


def typed_text(figure: Decimal | None, *, unit: str = "") -> str:
    """Return a figure as one would type it, so that `read_figure` reads the same figure again."""
    text = figure_text(figure)
    if _is_share(unit):
        text = text.replace(".", "")
    return f"{text}0" if _COMMA_BEFORE_THREE.fullmatch(text.removeprefix("-")) else text


def _is_share(unit: str) -> bool:
    return unit.strip().lower().startswith(_SHARES)


def share_of(actual: Decimal | None, planned: Decimal | None) -> Decimal | None:
    """Return actual ÷ planned in percent, to one decimal; None where there is nothing to divide, or by."""
    if actual is None or not planned:
        return None
    return (actual / planned * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
