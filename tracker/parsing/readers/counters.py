"""Counters as word processors print them: "IV", "c", "07", "ba"."""

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_MOST_ROMAN = 4000
_MOST_LETTERS = 26 * 20
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def written(number: int, kind: str) -> str:
    """Return a counter in one of Word's number formats ("upperRoman", "lowerLetter", "decimal" …)."""
    if kind in ("upperRoman", "lowerRoman") and 0 < number < _MOST_ROMAN:
        return _roman(number) if kind == "upperRoman" else _roman(number).lower()
    if kind in ("upperLetter", "lowerLetter") and 0 < number <= _MOST_LETTERS:
        return _letter(number).upper() if kind == "upperLetter" else _letter(number)
    if kind == "vietnameseCounting":
        return _words(number)
    return f"{number:02d}" if kind == "decimalZero" else str(number)


def _roman(number: int) -> str:
    digits = []
    for worth, sign in _ROMAN:
        while number >= worth:
            digits.append(sign)
            number -= worth
    return "".join(digits)


def _letter(number: int) -> str:
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _words(number: int) -> str:
    """Return a Vietnamese number word up to 99; larger ones are printed in digits."""
    if not 0 <= number < 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _DIGITS[ones]
    head = "mười" if tens == 1 else f"{_DIGITS[tens]} mươi"
    tail = "" if not ones else "lăm" if ones == 5 else "mốt" if ones == 1 and tens > 1 else _DIGITS[ones]
    return f"{head} {tail}".strip()
