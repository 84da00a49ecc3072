"""The pieces of which pages are made: a tag for each, whose HTML lies in templates/components."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.template import Context
from django.urls import reverse

from governance.countries import NAMES
from governance.http import PAGE_SIZES
from governance.permissions import Permission, powers_of, roles_of
from governance.vocabulary import OperatorRole

register = template.Library()

SECTIONS: tuple[tuple[str, tuple[tuple[str, str, Permission], ...]], ...] = (
    (
        "Register",
        (
            ("Home", "governance:home", Permission.READ),
            ("Systems", "governance:systems", Permission.READ),
            ("Vendors", "governance:vendors", Permission.READ),
        ),
    ),
    (
        "Law",
        (
            ("Obligations", "risk:obligations", Permission.READ),
            ("Changes", "risk:changes", Permission.READ),
            ("Editions", "risk:editions", Permission.READ),
        ),
    ),
    (
        "Record",
        (
            ("Fairness runs", "audits:runs", Permission.READ),
            ("Disparities", "audits:disparities", Permission.READ),
            ("Portfolio", "audits:portfolio", Permission.READ),
            ("Letterhead", "audits:letterhead", Permission.APPROVE_DOSSIERS),
            ("Trail", "governance:trail", Permission.READ_TRAIL),
            ("Verify a dossier", "audits:verify", Permission.READ),
        ),
    ),
    ("Programs", (("API tokens", "governance:tokens", Permission.HOLD_TOKENS),)),
)
SYSTEM_TABS = (
    ("Overview", "governance:system", Permission.READ),
    ("Questions", "risk:questions", Permission.ANSWER_FACTS),
    ("Answers", "risk:answers", Permission.READ),
    ("Finding", "risk:finding", Permission.READ),
    ("Fairness", "audits:plans", Permission.READ),
    ("Documents", "audits:sheets", Permission.READ),
    ("Dossiers", "audits:dossiers", Permission.READ),
)


@dataclass(frozen=True)
class Link:
    """One way to go; `exact` where it leads to this very page, `current` also to a page above it."""

    word: str
    url: str
    current: bool
    exact: bool


@dataclass(frozen=True)
class Group:
    """Links under one word."""

    word: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Menu:
    """The way around for one person, and the roles they hold."""

    groups: tuple[Group, ...]
    roles: str


@register.simple_tag(takes_context=True)
def main_menu(context: Context) -> Menu:
    """Return the groups of links that this person may follow. One query."""
    request = context["request"]
    roles = roles_of(request.user)
    powers = powers_of(roles)
    groups = (
        Group(
            word,
            tuple(_link(text, name, request.path) for text, name, need in links if powers[need.name.lower()]),
        )
        for word, links in SECTIONS
    )
    return Menu(tuple(group for group in groups if group.links), ", ".join(sorted(r.label for r in roles)))


def _link(word: str, name: str, path: str, *args: str) -> Link:
    url = reverse(name, args=args)
    return Link(word, url, current=path.startswith(url) and (url != "/" or path == url), exact=path == url)


@register.inclusion_tag("components/badge.html")
def badge(kind: str, word: str) -> dict[str, Any]:
    """Show a word with its mark: a tier, the state of a job or of a duty."""
    return {"kind": kind, "word": word}


@register.inclusion_tag("components/crumbs.html")
def crumbs(*pairs: str) -> dict[str, Any]:
    """Show the way back: word, address, word, address."""
    return {"steps": tuple(zip(pairs[::2], pairs[1::2], strict=True))}


@register.inclusion_tag("components/date.html")
def day(value: date | None, absent: str = "not stated", *, short: bool = False) -> dict[str, Any]:
    """Show a date as 2 December 2027, or short, for tables, as 2 Dec 2027."""
    return {"day": value, "absent": absent, "short": short}


@register.inclusion_tag("components/moment.html")
def moment(value: datetime | None, absent: str = "not yet", *, short: bool = False) -> dict[str, Any]:
    """Show a date and time in UTC; short, for tables, without saying so."""
    return {"at": value, "absent": absent, "short": short}


@register.inclusion_tag("components/empty.html")
def empty(words: str, url: str = "", action: str = "") -> dict[str, Any]:
    """Say that there is nothing, and what to do about it."""
    return {"words": words, "url": url, "action": action}


@register.inclusion_tag("components/errors.html")
def errors(form: BaseForm) -> dict[str, Any]:
    """List what does not fit in a form, each fault a link to its field."""
    return {"form": form}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, *, label_optional: bool = True) -> dict[str, Any]:
    """Show one field: label, help, faults, input; radios and checkboxes in a fieldset."""
    return {"field": bound, "optional": label_optional and not bound.field.required}


@register.inclusion_tag("components/fields.html")
def fields(form: BaseForm) -> dict[str, Any]:
    """Show every field of a form, one below the other."""
    return {"form": form}


@register.inclusion_tag("components/pagination.html")
def pagination(page: "Page[Any]", things: str) -> dict[str, Any]:
    """Say which rows these are of how many, and lead to the others; the rest of the URL stays."""
    around = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return {"page": page, "things": things, "around": tuple(around), "sizes": PAGE_SIZES}


@register.inclusion_tag("components/tabs.html", takes_context=True)
def system_tabs(context: Context, reference: str) -> dict[str, Any]:
    """Lead around the pages of one system, whichever package keeps them; the view gives `may`."""
    path, may = context["request"].path, context["may"]
    open_to_them = ((word, name) for word, name, need in SYSTEM_TABS if may[need.name.lower()])
    return {"tabs": tuple(_link(word, name, path, reference) for word, name in open_to_them)}


@register.inclusion_tag("components/panel.html")
def panel(name: str, title: str, url: str, link: str, link_word: str = "Open") -> dict[str, Any]:
    """Show a part of the page that another package fills: fetched by htmx, a plain link without it."""
    return {"name": name, "title": title, "url": url, "link": link, "link_word": link_word}


@register.inclusion_tag("components/progress.html")
def progress(value: int, label: str) -> dict[str, Any]:
    """Show how far something has come, in percent and words."""
    return {"value": value, "label": label}


@register.inclusion_tag("components/provision.html")
def provision(cite: str, url: str = "") -> dict[str, Any]:
    """Show a pin-cite, with a link to the text where there is one."""
    return {"cite": cite, "url": url}


@register.inclusion_tag("components/sort.html")
def sort(key: str, word: str, order: str, *, numeric: bool = False) -> dict[str, Any]:
    """Show a column's head that sorts by `key`; `order` is the list's present one, "-key" when falling."""
    direction = {key: "ascending", f"-{key}": "descending"}.get(order, "")
    wanted = f"-{key}" if order == key else key
    return {"direction": direction, "wanted": wanted, "word": word, "numeric": numeric}


@register.filter
def country(code: str) -> str:
    """Return a country in words."""
    return NAMES.get(code, code)


@register.filter
def role_words(roles: Iterable[str]) -> str:
    """Return operator roles in words: Provider, Deployer."""
    return ", ".join(OperatorRole(role).label for role in roles)
