"""Photos for the Python suites: pictures in every format that is taken, each number another one.

Owns: how they are made, and what is hidden in them.
Must not know: the server.
"""
import functools
import io

from PIL import Image, ImageDraw

MAKER, MODEL, PLACE = "ACME-Kamera", "Phone-9000", (39.0, 54.0, 20.0)


def picture(number=0, size=(320, 240)):
    """Dark at its top left, so that turning it shows; the number is in its colours."""
    image = Image.new("RGB", size, (180 + number % 60, 200, 220))
    draw = ImageDraw.Draw(image)
    draw.rectangle([0, 0, size[0] // 2, size[1] // 2], fill=(20, 30 + number // 60 % 60, 40))
    for i in range(12):
        draw.ellipse([size[0] * i // 14, size[1] // 2, size[0] * i // 14 + 20,
                      size[1] // 2 + 20 + number % 7], fill=(i * 20, number % 200, 120))
    return image


@functools.lru_cache(maxsize=None)
def encoded(number=0, size=(320, 240), format="JPEG", **options):
    out = io.BytesIO()
    picture(number, size).save(out, format, **options)
    return out.getvalue()


def with_exif(number=0, size=(320, 240), orientation=6):
    """As a phone makes them: who made it, where, and which side is up."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110], exif[0x0112] = MAKER, MODEL, orientation
    place = exif.get_ifd(0x8825)
    place[1], place[2], place[3], place[4] = "N", PLACE, "E", (116.0, 24.0, 30.0)
    out = io.BytesIO()
    picture(number, size).save(out, "JPEG", exif=exif, comment=b"taken by Li Hua")
    return out.getvalue()


def opened(data):
    image = Image.open(io.BytesIO(data))
    image.load()
    return image


def brightness(image, x, y):
    """At a place given as parts of width and height, from 0 to 255."""
    return sum(image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))) / 3


def markers(jpeg):
    """Of a JPEG, up to its scan."""
    found, at = [], 2
    while jpeg[at + 1] != 0xDA:
        found.append(jpeg[at + 1])
        at += 2 + int.from_bytes(jpeg[at + 2:at + 4], "big")
    return found
