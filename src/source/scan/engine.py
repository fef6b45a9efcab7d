# Recognises pages for duibiao. Asked by a line of JSON ({"path": file}) on stdin, it answers by lines of JSON on stdout.
# Needs: pip install rapidocr-onnxruntime pypdfium2
import json
import sys

DPI = 200
MOST_PIXELS = 40_000_000


def say(**answer):
    sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")
    sys.stdout.flush()


try:
    import cv2
    import numpy as np
    import pypdfium2
    from PIL import Image, ImageOps, ImageSequence
    from rapidocr_onnxruntime import RapidOCR
except Exception as error:
    say(missing=str(error))
    sys.exit(0)

Image.MAX_IMAGE_PIXELS = 4 * MOST_PIXELS


def pages(path):
    """How many pages a file has, and a maker of their pictures with how many pixels are an inch."""
    with open(path, "rb") as file:
        is_pdf = b"%PDF-" in file.read(1024)
    if is_pdf:
        document = pypdfium2.PdfDocument(path)

        def render(at):
            page = document[at]
            width, height = page.get_size()
            dpi = min(DPI, 72 * (MOST_PIXELS / max(1, width * height)) ** 0.5)
            return page.render(scale=dpi / 72).to_pil().convert("RGB"), dpi

        return len(document), render
    picture = Image.open(path)
    count = getattr(picture, "n_frames", 1)

    def frame(at):
        picture.seek(at)
        page = ImageOps.exif_transpose(picture.copy())
        if page.mode in ("RGBA", "LA", "P"):
            page = page.convert("RGBA")
            white = Image.new("RGBA", page.size, (255, 255, 255, 255))
            page = Image.alpha_composite(white, page)
        page = page.convert("RGB")
        pixels = page.width * page.height
        if pixels > MOST_PIXELS:
            shrink = (MOST_PIXELS / pixels) ** 0.5
            page = page.resize((int(page.width * shrink), int(page.height * shrink)))
        # A picture is taken for a page of A4, whatever it says of itself.
        return page, min(page.width, page.height) / 8.27

    return count, frame


def without_stamps(image):
    """Red stamps whiten where they lie; red lines of print stay."""
    blue, green, red = (image[:, :, at].astype(np.int16) for at in range(3))
    mask = ((red - np.maximum(blue, green)) > 40).astype(np.uint8)
    if mask.mean() < 0.0003:
        return image
    width = image.shape[1]
    reach = max(3, width // 60)
    blobs = cv2.dilate(mask, np.ones((reach, reach), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(blobs)
    for left, top, wide, high, _ in stats[1:count]:
        if wide > width * 0.08 and 0.6 < wide / high < 1.7:
            part = image[top : top + high, left : left + wide]
            stamped = mask[top : top + high, left : left + wide] > 0
            # Ink under the stamp is darker in red than the stamp on paper.
            paper = float(np.percentile(part[:, :, 2][stamped], 70))
            ink = 0.72 * paper
            bare = np.clip((part[:, :, 2] - ink) * 255 / max(1.0, 0.92 * paper - ink), 0, 255)
            light = np.where(stamped, bare, part.min(axis=2).astype(np.float32))
            part[:] = light.astype(np.uint8)[:, :, None]
    return image


def dark(image):
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    return cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)


def skew(image):
    """By how many degrees lines of print lean, up to five."""
    ink = dark(image)
    shrink = 1000 / ink.shape[1]
    small = cv2.resize(ink, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    small = (small > 60).astype(np.uint8) * 255
    lines = cv2.dilate(small, np.ones((1, 25), np.uint8))
    angles = []
    for contour in cv2.findContours(lines, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)[0]:
        _, _, wide, high = cv2.boundingRect(contour)
        if wide > 120 and wide > 5 * high:
            x, y = cv2.fitLine(contour, cv2.DIST_L2, 0, 0.01, 0.01)[:2].flatten()
            angles.append((float(np.degrees(np.arctan2(y, x))), wide))
    found = cv2.HoughLinesP(small, 1, np.pi / 1800, 200, minLineLength=250, maxLineGap=4)
    for x0, y0, x1, y1 in [] if found is None else found.reshape(-1, 4)[:400]:
        angle = float(np.degrees(np.arctan2(y1 - y0, x1 - x0)))
        if abs(angle) < 5:
            angles.append((angle, float(np.hypot(x1 - x0, y1 - y0))))
    angles = sorted((angle, weight) for angle, weight in angles if abs(angle) < 5)
    if not angles:
        return 0.0
    half = sum(weight for _, weight in angles) / 2
    for angle, weight in angles:
        half -= weight
        if half <= 0:
            return angle
    return 0.0


def upright(image):
    angle = skew(image)
    if abs(angle) < 0.05:
        return image
    high, wide = image.shape[:2]
    turn = cv2.getRotationMatrix2D((wide / 2, high / 2), angle, 1.0)
    return cv2.warpAffine(image, turn, (wide, high), flags=cv2.INTER_CUBIC, borderValue=(255, 255, 255))


def rules(image):
    """Straight lines of tables: [kind, place, from, to], levels and uprights."""
    ink = dark(image)
    width = image.shape[1]
    found = {}
    for kind, least in (("level", width // 14), ("upright", width // 32)):
        level = kind == "level"
        # A line that leans a little steps from row to row of pixels; one that a scan broke goes on.
        thick = cv2.dilate(ink, np.ones((3, 1) if level else (1, 3), np.uint8))
        lines = cv2.morphologyEx(thick, cv2.MORPH_OPEN, np.ones((1, least) if level else (least, 1), np.uint8))
        lines = cv2.morphologyEx(lines, cv2.MORPH_CLOSE, np.ones((3, 25) if level else (25, 3), np.uint8))
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        found[kind] = []
        for left, top, wide, high, _ in stats[1:count]:
            thin, long = (high, wide) if level else (wide, high)
            if thin <= max(14, long // 25):
                place = (top + high / 2, left, left + wide) if level else (left + wide / 2, top, top + high)
                found[kind].append([float(n) for n in place])
    # Strokes of letters meet no others.
    near = width / 150
    meet = lambda level, upright: (
        level[1] - near <= upright[0] <= level[2] + near and upright[1] - near <= level[0] <= upright[2] + near
    )
    uprights = [u for u in found["upright"] if sum(meet(l, u) for l in found["level"]) >= 2]
    levels = [l for l in found["level"] if sum(meet(l, u) for u in uprights) >= 2]
    return [["level", *l] for l in levels] + [["upright", *u] for u in uprights]


def without_rules(image, found):
    """Rules whiten, so that none is read as a figure or cuts one."""
    for kind, at, start, end in found:
        at, start, end = int(at), int(start), int(end)
        if kind == "level":
            cv2.line(image, (start, at), (end, at), (255, 255, 255), 5)
        else:
            cv2.line(image, (at, start), (at, end), (255, 255, 255), 5)
    return image


def stop(ink, line, at):
    """What a dot is by its ink, which the engine does not tell apart: a full stop is a ring, or lies low on its line."""
    left, right, _ = line["chars"][at]
    _, top, _, bottom = line["box"]
    high = bottom - top
    start = max(0, int(left - high / 4))
    part = ink[max(0, int(top)) : int(bottom), start : int(right + high / 4)]
    if not part.size:
        return line["text"][at]
    count, _, stats, centres = cv2.connectedComponentsWithStats(part)
    dots = [dot for dot in range(1, count) if max(stats[dot][2:4]) < 0.5 * high and stats[dot][4] >= 4]
    if not dots:
        return line["text"][at]
    middle = (left + right) / 2 - start
    nearest = min(dots, key=lambda dot: abs(centres[dot][0] - middle))
    _, _, wide, tall, area = stats[nearest]
    is_ring = min(wide, tall) > 0.2 * high and area < 0.68 * wide * tall
    is_low = centres[nearest][1] > 0.62 * high
    if not is_ring and not is_low:
        return line["text"][at]
    # `1.` begins a line as a number
    return "." if is_low and line["text"][:at].strip().isdigit() else "\u3002"


def recognise(engine, picture):
    image = cv2.cvtColor(np.array(picture), cv2.COLOR_RGB2BGR)
    image = upright(without_stamps(image))
    found = rules(image)
    ink = None
    result, _ = engine(without_rules(image, found), use_cls=False, return_word_box=True)
    lines = []
    for box, text, score, *rest in result or []:
        xs, ys = [x for x, _ in box], [y for _, y in box]
        line = {
            "text": text,
            "score": round(float(score), 4),
            "box": [round(float(n), 1) for n in (min(xs), min(ys), max(xs), max(ys))],
        }
        if len(rest) == 3 and len(rest[0]) == len(rest[1]) == len(rest[2]) and "".join(rest[1]) == text:
            line["chars"] = [
                [float(min(p[0] for p in b)), float(max(p[0] for p in b)), round(float(s), 4)]
                for b, s in zip(rest[0], rest[2])
            ]
            for at in [at for at, c in enumerate(text) if c in "\u00b7\u2022\u00b0"]:
                ink = dark(image) if ink is None else ink
                line["text"] = line["text"][:at] + stop(ink, line, at) + line["text"][at + 1 :]
        lines.append(line)
    return {"lines": lines, "rules": found, "width": image.shape[1], "height": image.shape[0]}


def main():
    engine = RapidOCR(det_limit_type="max", det_limit_side_len=1800)
    say(ready="RapidOCR")
    for request in sys.stdin:
        try:
            count, render = pages(json.loads(request)["path"])
            say(pages=count)
            for at in range(count):
                picture, dpi = render(at)
                say(page=at, dpi=dpi, **recognise(engine, picture))
        except Exception as error:
            say(error=f"{type(error).__name__}: {error}")


main()
