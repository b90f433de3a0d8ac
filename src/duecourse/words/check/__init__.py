"""What a draft betrays of worry, pressure or need, and a calmer wording for it.

`fold` makes writing habits equal, `layout` finds what is not the writer's own words, `language` guesses, `lexicon`
reads the words of each language from `lexicons/`; `leaks` finds wordings, `naked` what a mail gives, `tone` how it
sounds, and `weigh` sets them against each other; `deadlines`, `form` and `rhythm` find the other faults; `judge` puts
them together. Pure: text in, values out.
"""

from duecourse.words.check.judge import check
from duecourse.words.check.model import Checked, Context, Fault

__all__ = ["Checked", "Context", "Fault", "check"]
