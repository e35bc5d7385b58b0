"""Filters that write figures and dates: those of `indicators.writing`, for templates."""

from functools import partial

from django import template

from indicators import writing

register = template.Library()

register.filter("share", writing.share)
register.filter("short_share", partial(writing.share, short=True))
register.filter("count", writing.count)
register.filter("points", writing.points)
register.filter("day", writing.day)
register.filter("moment", writing.moment)
