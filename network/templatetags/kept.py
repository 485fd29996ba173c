"""Parts of a visitor's page that several pages share (network.web.kept_parts)."""

from __future__ import annotations

from collections.abc import Hashable

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils.safestring import SafeString

from network.web.kept_parts import kept_part as kept
from network.web.page_day import request_of

register = template.Library()


class KeptPart(template.Node):
    def __init__(self, name: str, given: list[FilterExpression], nodelist: NodeList) -> None:
        self.name, self.given, self.nodelist = name, given, nodelist

    def render(self, context: template.Context) -> SafeString:
        given: list[Hashable] = [expression.resolve(context) for expression in self.given]
        return kept(request_of(context), self.name, lambda: self.nodelist.render(context), *given)


@register.tag
def kept_part(parser: Parser, token: Token) -> KeptPart:
    """`{% kept_part name given ... %}`: what stands up to `{% endkept_part %}`.

    It hangs on `given`, the data and the language alone; what is `given` is plain values.
    """
    _tag, name, *given = token.split_contents()
    nodelist = parser.parse(("endkept_part",))
    parser.delete_first_token()
    return KeptPart(name, [parser.compile_filter(text) for text in given], nodelist)
