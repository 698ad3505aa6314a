"""Draws the pictures in this folder by formula, encodes them with Pillow, and writes what Pillow reads.

    python make.py

Needs Pillow 13 and numpy. `pillow.csv` has a row for each file: its name, width and height, and the SHA-256 of
`Image.open(name).convert("RGB").tobytes()`.
"""

import glob
import hashlib
import io
import os
import struct
import zlib

import numpy
from PIL import Image, ImageCms, features

os.chdir(os.path.dirname(os.path.abspath(__file__)))


def drawn(width, height, seed=0):
    """A picture with slopes, edges and grain, as a photo has: (height, width, 4)."""
    y, x = numpy.mgrid[0:height, 0:width].astype(float)
    grain = numpy.random.RandomState(seed).randint(-12, 13, (height, width))
    red = 128 + 100 * numpy.sin(x / 9 + seed) + grain
    green = 255 * y / height - grain
    blue = numpy.where((x // 8 + y // 8) % 2 > 0, 210, 30) + grain
    alpha = 255 * (numpy.hypot(x - width / 2, y - height / 2) < height / 2.2) - 3 * (x % 20)
    return numpy.clip(numpy.stack([red, green, blue, alpha], -1), 0, 255).astype(numpy.uint8)


def rgb(width, height, seed=0):
    return Image.fromarray(drawn(width, height, seed)[..., :3])


def rgba(width, height, seed=0):
    return Image.fromarray(drawn(width, height, seed))


def icon(size):
    """Black and a few colours, half of it clear."""
    y, x = numpy.mgrid[0:size, 0:size]
    out = numpy.zeros((size, size, 4), numpy.uint8)
    out[..., 3] = numpy.where((x + y) % 16 < 11, 255, 0)
    out[(x > size // 2) & (y % 8 < 4)] = (200, 0, 90, 255)
    return Image.fromarray(out)


def profile():
    """An sRGB profile whose red and blue are exchanged: seen at once where it is applied."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = data[:24] + bytes(12) + data[36:]  # without the time
    return data.replace(b"rXYZ", b"?XYZ").replace(b"bXYZ", b"rXYZ").replace(b"?XYZ", b"bXYZ")


def turned(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return exif


def chunk(name, data):
    return name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)


def chunks(webp):
    """The chunks of a still WebP that hold pixels."""
    at, out = 12, b""
    while at < len(webp):
        size = struct.unpack_from("<I", webp, at + 4)[0]
        if webp[at : at + 4] in (b"ALPH", b"VP8 ", b"VP8L"):
            out += chunk(webp[at : at + 4], webp[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return out


def u24(value):
    return struct.pack("<I", value)[:3]


def animation(name, canvas, frames, alpha):
    """Pillow's encoder gives every first frame the whole canvas; other programs do not."""
    flags = 0x02 | (0x10 if alpha else 0)
    body = chunk(b"VP8X", bytes([flags, 0, 0, 0]) + u24(canvas[0] - 1) + u24(canvas[1] - 1))
    body += chunk(b"ANIM", bytes([40, 80, 120, 255, 0, 0]))
    for (x, y), image, options in frames:
        data = io.BytesIO()
        image.save(data, "WEBP", **options)
        place = u24(x // 2) + u24(y // 2) + u24(image.width - 1) + u24(image.height - 1)
        body += chunk(b"ANMF", place + u24(100) + b"\0" + chunks(data.getvalue()))
    with open(name, "wb") as file:
        file.write(b"RIFF" + struct.pack("<I", 4 + len(body)) + b"WEBP" + body)


def png16(name, samples, colour):
    """PNG of 16 bits a sample, which Pillow writes of greys alone."""
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)

    def part(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], 16, colour, 0, 0, 0)
    with open(name, "wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n" + part(b"IHDR", head) + part(b"IDAT", zlib.compress(rows)) + part(b"IEND", b""))


def bmp16(name, masks):
    """BMP of 16 bits a pixel: every value of every colour, one after the other."""
    pixels = numpy.zeros((8, 64), "<u2")
    for i, mask in enumerate(masks or (0x7C00, 0x03E0, 0x001F)):
        low = mask & -mask
        pixels[i] = numpy.arange(64) % (mask // low + 1) * low
    pixels[3:] = numpy.arange(5 * 64).reshape(5, 64) * 97
    fields = struct.pack("<III", *masks) if masks else b""
    offset = 54 + len(fields)
    head = struct.pack("<IiiHHIIiiII", 40, 64, 8, 1, 16, 3 if masks else 0, pixels.nbytes, 0, 0, 0, 0)
    with open(name, "wb") as file:
        file.write(b"BM" + struct.pack("<IHHI", offset + pixels.nbytes, 0, 0, offset) + head + fields + pixels.tobytes())


rgb(96, 64).save("lossy.webp", quality=75)
rgb(49, 33, 1).save("lossy-odd.webp", quality=75)
rgb(128, 96, 2).resize((256, 192)).save("lossy-large.webp", quality=75)
rgba(96, 64, 3).save("alpha.webp", quality=75)
rgba(32, 24, 4).save("alpha-lossless.webp", lossless=True, exact=True)
icon(48).save("icon.webp", lossless=True)
rgb(32, 24, 5).save("lossless.webp", lossless=True)
rgb(48, 32, 6).save("profile.webp", quality=75, icc_profile=profile())
rgb(48, 32, 7).save("turned.webp", quality=75, exif=turned(6))
rgb(40, 30, 8).save("animated.webp", save_all=True, append_images=[rgb(40, 30, 9)], quality=75)
lossy = {"quality": 75}
animation("animated-part.webp", (64, 48), [((10, 6), rgb(30, 20, 10), lossy), ((0, 0), rgb(64, 48), lossy)], False)
animation("animated-alpha.webp", (64, 48), [((10, 6), rgba(30, 20, 11), lossy), ((0, 0), rgb(64, 48), lossy)], True)
animation("animated-lossless.webp", (40, 30), [((4, 2), icon(24), {"lossless": True})], True)
animation("animated-opaque.webp", (64, 48), [((0, 0), rgba(64, 48, 12), lossy)], False)

rgb(32, 24, 13).save("turned.png", exif=turned(8))
bright = numpy.arange(32 * 24 * 3).reshape(24, 32, 3) * 28
png16("deep.png", bright, 2)
png16("deep-grey.png", bright[..., 0], 0)
bmp16("555.bmp", None)
bmp16("565.bmp", (0xF800, 0x07E0, 0x001F))

plain = rgb(40, 30, 14)
plain.save("plain.tif")
plain.save("lzw.tif", compression="tiff_lzw")
plain.save("deflate.tif", compression="tiff_adobe_deflate")
plain.save("packbits.tif", compression="packbits")
plain.save("jpeg.tif", compression="jpeg", quality=75)
plain.save("profile.tif", icc_profile=profile(), compression="tiff_lzw")
plain.save("turned.tif", exif=turned(6), compression="tiff_lzw")
plain.save("pages.tif", save_all=True, append_images=[rgb(20, 10)], compression="tiff_lzw")
plain.convert("L").save("grey.tif", compression="tiff_lzw")
plain.convert("L").save("white-is-zero.tif", tiffinfo={262: 0}, compression="packbits")
plain.convert("L").convert("1").save("bilevel.tif", compression="group4")
plain.quantize(16).save("palette.tif", compression="tiff_lzw")
plain.convert("CMYK").save("cmyk.tif", compression="tiff_lzw")
rgba(40, 30, 15).save("alpha.tif", compression="tiff_lzw")
Image.fromarray((numpy.arange(40 * 30).reshape(30, 40) * 54).astype(numpy.uint16)).save("deep-grey.tif")
Image.fromarray(numpy.linspace(0, 1, 40 * 30, dtype=numpy.float32).reshape(30, 40)).save("float.tif")

plain.convert("L").convert("I").save("deep-32.tif")
with open("deep-grey.tif", "rb") as file:
    data = file.read()
with open("zstd.tif", "wb") as file:  # the number of GDAL's compression with Zstandard
    file.write(data.replace(struct.pack("<HHIH", 259, 3, 1, 1), struct.pack("<HHIH", 259, 3, 1, 50000)))
with open("bands.tif", "wb") as file:
    file.write(data.replace(struct.pack("<HHIH", 284, 3, 1, 1), struct.pack("<HHIH", 277, 3, 1, 13)))

rgb(32, 24, 16).save("picture.avif")
rgb(32, 24, 16).save("picture.jp2")

print("Pillow", Image.__version__, "libwebp", features.version("webp"))
with open("pillow.csv", "w") as table:
    table.write("name,width,height,sha256\n")
    for name in sorted(glob.glob("*.*")):
        refused = ("float.tif", "deep-32.tif", "zstd.tif", "bands.tif")
        if name.split(".")[-1] in ("webp", "png", "bmp", "tif") and name not in refused:
            with Image.open(name) as image:
                data = image.convert("RGB")
            table.write(f"{name},{data.width},{data.height},{hashlib.sha256(data.tobytes()).hexdigest()}\n")
