"""What a party is, where the list does not say: taken from the words of its name, and said so beside it.

A wrong guess costs evidence, never the listing: another kind of party speaks against a match without ruling it out.
"""

import re
from typing import Final

from article41.designations.listing import KIND_GUESSED, Detail, DetailKey
from article41.parties.party import Kind

GUESSED: Final = Detail(DetailKey.OTHER, "taken from the name, the list does not say", KIND_GUESSED)
# Seen in the names of organisations on the US denied persons, entity and debarred lists of 2019 to 2025.
_ORGANIZATION: Final = re.compile(
    r"\b(?:limited|ltd|inc|incorporated|corp|corporation|co|company|companies|llc|l\.l\.c|llp|plc|gmbh|ag|ab|bv|b\.v|oy|"
    r"a/s|s\.?l|s\.?a|s\.?r\.?l|srl|sarl|spa|pte|pty|sdn bhd|jsc|ojsc|pjsc|cjsc|ooo|oao|zao|ao|fze|fzco?|anstalt|kg|"
    r"airlines?|airways|aviation|aircraft|aerospace|agency|associates|association|bank|bureau|cent(?:er|re)|college|"
    r"components?|construction|consult\w*|contracting|corps|defen[cs]e|department|electron\w*|energy|engineering|"
    r"enterprises?|establishment|export\w*|factory|forwarders?|foundation|freight|general trading|global|group|handel|"
    r"holdings?|import\w*|industr\w*|institut\w*|instruments?|international|investments?|laborator\w*|"
    r"logistics|machinery|"
    r"manufacturing|metals|military|ministry|motors|navy|network\w*|office|organi[sz]ation|optics|partners|petroleum|"
    r"plant|products?|projects?|research|sales|services?|shipping|shipyard|society|software|solutions?|supply|systems?|"
    r"techni\w*|technolog\w*|tech|telecom\w*|trad(?:e|ing)|transport\w*|university|works|worldwide)\b|[&\d]",
    re.IGNORECASE,
)


def kind_of(name: str, *, otherwise: Kind) -> Kind:
    """An organisation where a word of the name says so, else what parties of this list usually are.

    >>> str(kind_of("ELMONT AG", otherwise=Kind.PERSON)), str(kind_of("MITA ZADEH", otherwise=Kind.PERSON))
    ('organization', 'person')
    """
    return Kind.ORGANIZATION if _ORGANIZATION.search(name) else otherwise
