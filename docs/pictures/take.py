"""Takes the pictures of the help pages and of the README anew, from a running demo.

    make run                                                        (in another window; it prints the password)
    python docs/pictures/take.py http://127.0.0.1:8000 PASSWORD

Needs the packages of requirements-dev.txt and Debian's chromium.
"""

import io
import shutil
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
HELP = ROOT / "static" / "img" / "help"
DESK, PHONE = {"width": 1100, "height": 700}, {"width": 390, "height": 780}
WIDE = {"width": 1366, "height": 768}


def first(page, link):
    """Open the first link on the page that fits; a page without one has nothing to show."""
    if not page.locator(link).count():
        raise LookupError(link)
    with page.expect_navigation():
        page.locator(link).first.click()


def at(path, *links):
    """The page at the path, or behind links from there."""

    def opened(page, base):
        page.goto(base + path)
        for link in links:
            first(page, link)

    return opened


ROW = ".register tbody a"
DRAFT = "main a.btn[href^='/plans/']:not([href$='/session/'])"
# Name of the picture, role, screen, the way to its page.
PICTURES = [
    ("home", "clerk", DESK, at("/")),
    ("topic", "office", DESK, at("/topics/?stage=consulting", ROW)),
    ("papers", "presidium", DESK, at("/review-meetings/?stage=held", ROW, "a[href$='/papers/']")),
    ("sheet", "presidium", WIDE, at("/", "a[href$='/sheet/']")),
    ("propose", "clerk", DESK, at("/topics/add/cppcc_selected/")),
    ("plan", "clerk", DESK, at("/", DRAFT)),
    ("invite", "clerk", DESK, at("/", DRAFT, "a[href$='/invite/']")),
    ("log", "clerk", PHONE, at("/", "a[href$='/log/']")),
    ("outcome", "clerk", DESK, at("/", "a[href$='/outcome/']")),
    ("screening", "office", DESK, at("/topics/?stage=proposed", ROW, "a[href$='/accept/']")),
    ("meeting", "office", DESK, at("/review-meetings/?stage=planned", ROW)),
    ("refer", "office", DESK, at("/", "a[href$='/refer/']")),
    ("annual", "office", WIDE, at("/annual-plans/", ROW)),
    ("invitation", "member", PHONE, at("/")),
    ("duty", "member", DESK, at("/", "#duty a")),
    ("inbox", "dept", DESK, at("/recommendations/")),
    ("answer", "dept", DESK, at("/recommendations/", "a[href$='/answer/']")),
    ("search", "office", DESK, at("/search/?q=园区")),
]


def numbered(role):
    """The accounts of the role in the demo, in turn: the work that a picture shows waits for one of them."""
    digits, most = (3, 40) if role == "member" else (2, 13)
    return [f"{role}{number:0{digits}}" for number in range(1, most + 1)]


def shown_to(browser, base, role, password, screen, way):
    """The page as the first account of the role sees it that finds it."""
    for account in numbered(role):
        page = signed_in(browser, base, account, password, screen)
        try:
            way(page, base)
        except LookupError:
            page.context.close()
        else:
            page.wait_for_timeout(300)
            return page
    raise SystemExit(f"No {role} of the demo finds this page.")


def signed_in(browser, base, account, password, screen):
    context = browser.new_context(viewport=screen, locale="zh-CN")
    page = context.new_page()
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", password)
    first(page, "main button[type=submit]")
    return page


def take(base, password, only):
    HELP.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for name, role, screen, way in PICTURES:
            if only and name not in only:
                continue
            page = shown_to(browser, base, role, password, screen, way)
            picture = Image.open(io.BytesIO(page.screenshot()))
            picture.save(HELP / f"{name}.webp", quality=78, method=6)
            page.context.close()
        for name, way in (("home", at("/")), ("topic", at("/topics/?stage=referred", ROW))):
            if not only:
                page = shown_to(browser, base, "office", password, WIDE, way)
                picture = Image.open(io.BytesIO(page.screenshot()))
                picture.quantize(128).save(ROOT / "docs" / "pictures" / f"{name}.png", optimize=True)
                page.context.close()


if __name__ == "__main__":
    take(sys.argv[1], sys.argv[2], sys.argv[3:])
