"""Names for jobs that were given none."""

from __future__ import annotations

import secrets
from collections.abc import Callable

_FIRST = """
amber brave bright brisk calm clear clever cosy crisp eager early fair fine fleet fond fresh gentle glad
golden grand green happy hardy honest humble jolly keen kind light lively lucky mellow merry mild neat nimble
noble patient plain polite proud quick quiet rapid ready rosy round sharp shiny silver simple sleek smart
smooth snug soft solid spry steady still sunny sure sweet swift tidy true vivid warm wise witty young
"""
_SECOND = """
acorn alder apple aspen badger beech birch bison brook cedar cherry clover comet crane creek daisy dove eagle
elm falcon fern finch fox gander grove hare harbor hazel heron hill iris island ivy jay juniper lake larch
lark leaf lily linden lotus lynx maple marten meadow moss oak olive orchid otter owl palm pebble pine plover
pond poplar quail raven reed river robin rose rowan sage seal spruce star stone stork swan thrush tulip willow
wren
"""


def random_name(is_taken: Callable[[str], bool]) -> str:
    """Two words that nothing is called yet; with a number behind once it is hard to find one."""
    for number in range(1, 1000):
        name = f"{secrets.choice(_FIRST.split())}-{secrets.choice(_SECOND.split())}"
        name = name if number < 20 else f"{name}-{secrets.randbelow(10**6)}"
        if not is_taken(name):
            return name
    raise RuntimeError("there is no free name left")
