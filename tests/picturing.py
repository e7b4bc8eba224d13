"""What tests of pictures share: pixels, likeness."""

from __future__ import annotations

from playwright.sync_api import Page


def open_picture(page: Page, url: str) -> None:
    """Go to a page and wait until its picture is drawn."""
    page.goto(url)
    page.wait_for_selector(".pic[data-ready]")


def colours_in(page: Page) -> dict[str, int]:
    """Return how many pixels of the picture have each colour."""
    found: dict[str, int] = page.evaluate(
        """() => { const canvas = document.querySelector('.pic canvas');
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        const counts = {};
        for (let i = 0; i < data.length; i += 4) {
          const key = data[i] + ',' + data[i + 1] + ',' + data[i + 2];
          counts[key] = (counts[key] || 0) + 1;
        }
        return counts; }"""
    )
    return found


def drawn_pixels(page: Page) -> int:
    """Return how many pixels of the picture are not of its most frequent colour."""
    counts = sorted(colours_in(page).values())
    return sum(counts[:-1])


def image(page: Page) -> str:
    """Return the picture as it is."""
    found: str = page.evaluate("document.querySelector('.pic canvas').toDataURL()")
    return found


def likeness(page: Page, one: str, two: str) -> float:
    """Return which share of the pixels of two pictures is the same, or nearly."""
    found: float = page.evaluate(
        """async ([one, two]) => {
        const read = async (source) => {
          const image = new Image();
          image.src = source;
          await image.decode();
          const canvas = document.createElement('canvas');
          [canvas.width, canvas.height] = [image.width, image.height];
          const paper = canvas.getContext('2d');
          paper.drawImage(image, 0, 0);
          return paper.getImageData(0, 0, image.width, image.height).data;
        };
        const [a, b] = [await read(one), await read(two)];
        let same = 0;
        const apart = (i) => Math.abs(a[i] - b[i]) + Math.abs(a[i + 1] - b[i + 1]);
        for (let i = 0; i < a.length; i += 4) same += apart(i) < 24;
        return a.length === b.length ? same / (a.length / 4) : 0; }""",
        [one, two],
    )
    return found
