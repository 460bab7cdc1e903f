"""The trend as lines: where everything stands in the drawing, in pixels. Pure; the template only writes it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from tracker.steering.queries import TrendPoint

HEIGHT = 248
TOP, BOTTOM, LEFT = 24, 52, 36
LETTER = 8.6  # width of a figure of 14 px
LEAST_APART = 38  # two lines of words at the end of a series


@dataclass(frozen=True, slots=True)
class Mark:
    """A point of a series: its place, its value, and where the value is written (None: no room)."""

    x: float
    y: float
    value: int
    label_y: float | None


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its points, the path through them, and the height of the words at its end."""

    marks: tuple[Mark, ...]
    end_y: float

    @property
    def path(self) -> str:
        """The points as SVG writes them."""
        return " ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in self.marks)


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing of one width."""

    width: int
    height: int
    left: float
    right: float
    zero_y: float
    grid: tuple[tuple[float, int], ...]
    months: tuple[tuple[float, int], ...]
    done: Series
    overdue: Series


def draw(points: Sequence[TrendPoint], width: int, words_width: int) -> Chart:
    """Return the drawing of the trend. `words_width` is kept free at the right for the words at the lines' ends."""
    right, zero_y = width - words_width, HEIGHT - BOTTOM
    step = _grid_step(max(max(point.done, point.overdue) for point in points))
    top = step * max(1, ceil(max(max(point.done, point.overdue) for point in points) / step))
    xs = _spread(len(points), LEFT + 14, right - 14)
    every = _label_every(points, right - LEFT)

    def height_of(value: int) -> float:
        return zero_y - (zero_y - TOP) * value / top

    done = _marks(xs, [p.done for p in points], [p.overdue for p in points], height_of, every, above=True)
    overdue = _marks(xs, [p.overdue for p in points], [p.done for p in points], height_of, every, above=False)
    done_y, overdue_y = _apart(done[-1].y, overdue[-1].y)
    return Chart(
        width,
        HEIGHT,
        LEFT,
        right,
        zero_y,
        tuple((height_of(value), value) for value in range(0, top + 1, step)),
        tuple((x, p.day.month) for i, (x, p) in enumerate(zip(xs, points, strict=True)) if _is_named(i, xs, every)),
        Series(done, done_y),
        Series(overdue, overdue_y),
    )


def _grid_step(largest: int) -> int:
    size = 1
    while True:
        for factor in (1, 2, 5):
            if largest <= factor * size * 5:
                return factor * size
        size *= 10


def _spread(number: int, left: float, right: float) -> list[float]:
    if number == 1:
        return [(left + right) / 2]
    return [left + (right - left) * place / (number - 1) for place in range(number)]


def _label_every(points: Sequence[TrendPoint], width: float) -> int:
    widest = max(3, max(len(str(max(point.done, point.overdue))) for point in points)) * LETTER + 4
    return max(1, ceil(len(points) * widest / width))


def _is_named(place: int, xs: Sequence[float], every: int) -> bool:
    return (len(xs) - 1 - place) % every == 0


def _marks(
    xs: Sequence[float],
    values: Sequence[int],
    others: Sequence[int],
    height_of: Callable[[int], float],
    every: int,
    *,
    above: bool,
) -> tuple[Mark, ...]:
    """The points of one series; a value stands on the side of its line that is away from the other line."""
    marks = []
    for place, (x, value, other) in enumerate(zip(xs, values, others, strict=True)):
        is_above = value > other if value != other else above
        named = _is_named(place, xs, every) and place < len(xs) - 1
        y = height_of(value)
        marks.append(Mark(x, y, value, (y - 10 if is_above else y + 20) if named else None))
    return tuple(marks)


def _apart(first: float, second: float) -> tuple[float, float]:
    """Move the words at the ends of the lines apart when they would cover each other."""
    missing = LEAST_APART - abs(first - second)
    if missing <= 0:
        return first, second
    upper, lower = min(first, second) - missing / 2, max(first, second) + missing / 2
    shift = max(0.0, lower - (HEIGHT - BOTTOM))
    upper, lower = upper - shift, lower - shift
    return (upper, lower) if first <= second else (lower, upper)
