"""The Equal Earth map projection, and the frame in which the world map is drawn.

Equal Earth keeps areas in proportion, so that no State looks larger than it is because it lies
far from the equator. Formulas and coefficients: B. Šavrič, T. Patterson, B. Jenny, "The Equal
Earth map projection", International Journal of Geographical Information Science 33 (2019),
no. 3, pp. 454-465, published online in 2018, doi:10.1080/13658816.2018.1504949.

Pure arithmetic: the script that makes the shapes and the page that draws on them both import it,
so that a dot placed at run time cannot drift from the coast it belongs to.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt

A1, A2, A3, A4 = 1.340264, -0.081106, 0.000893, 0.003796
M = sqrt(3) / 2


def equal_earth(lon: float, lat: float) -> tuple[float, float]:
    """Return (x, y) on a sphere of radius 1 for `lon`, `lat` in degrees; y grows to the north.

    `lon` is measured from the central meridian and may pass 180: x is linear in it, which is what
    lets a shape be simplified before it is cut.
    """
    theta = asin(M * sin(radians(lat)))
    t2 = theta * theta
    t6 = t2 * t2 * t2
    x = radians(lon) * cos(theta) / (M * (A1 + 3 * A2 * t2 + t6 * (7 * A3 + 9 * A4 * t2)))
    y = theta * (A1 + A2 * t2 + t6 * (A3 + A4 * t2))
    return x, y


HALF_WIDTH = equal_earth(180, 0)[0]
HALF_HEIGHT = equal_earth(0, 90)[1]


@dataclass(frozen=True)
class Frame:
    """The rectangle, in SVG units with y downwards, that holds the whole world and a margin.

    `central_meridian` in degrees east lies in the middle; the world is cut on the opposite one.
    """

    width: float
    margin: float
    central_meridian: float

    @property
    def scale(self) -> float:
        """SVG units for one radius of the sphere."""
        return (self.width - 2 * self.margin) / (2 * HALF_WIDTH)

    @property
    def height(self) -> float:
        """Height of the rectangle, margins included."""
        return 2 * HALF_HEIGHT * self.scale + 2 * self.margin

    def offset(self, lon: float) -> float:
        """Degrees from the central meridian to `lon`, from -180 up to but not including 180."""
        return (lon - self.central_meridian + 180) % 360 - 180

    def place(self, offset: float, lat: float) -> tuple[float, float]:
        """SVG point of a latitude and of degrees from the central meridian, which may pass 180."""
        x, y = equal_earth(offset, lat)
        return self.width / 2 + x * self.scale, self.height / 2 - y * self.scale

    def project(self, lon: float, lat: float) -> tuple[float, float]:
        """SVG point of a longitude and latitude in degrees."""
        return self.place(self.offset(lon), lat)
