"""The words and phrases that `audio.cues` looks for, in lower case. Data only.

Where a rule may err, it errs towards waiting: a late answer is a small thing, a cut-off is not.
"""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


FILLERS = frozenset({"um", "uh", "uhm", "umm", "erm", "er", "ah", "eh", "hmm", "hm", "mm", "mhm"})
ACKNOWLEDGEMENTS = _set("okay ok alright right sure great perfect cool well good gotcha understood")


LEAD_IN = re.compile(
    r"^(?:(?:so|and|but|okay|ok|well|um|uh|hmm|sorry|now|then|also|actually|alright|right|yes|yeah"
    r"|no|sure|great|just|first|maybe|please|before (?:i|we) \w+(?: \w+)?|quick question"
    r"|(?:i have |i've got )?(?:a|one|another) (?:quick )?(?:clarifying )?question)[,:]? )+"
)


_TIME = r"(?:a |one |another |some |just a |a few |a couple of |half a )?"
_SPAN = r"(?:quick |little |brief )?(?:second|sec|minute|moment|bit|time)s?"
ANNOUNCEMENT = re.compile(
    r"\b(?:"
    r"(?:let|lemme)(?: me)? (?:just |quickly |first )?(?:think|see(?! if)|consider|pause|reflect"
    r"|ponder|recall|remember|gather|collect|organi[sz]e|structure|write|jot|draw|sketch"
    r"|note (?:this|that|it) down|calculate|compute"
    r"|(?:do|run) the (?:math|maths|numbers|calculation|arithmetic))"
    r"|i(?:'d like to| would like to| want to| need to| have to|'m going to) (?:just )?"
    rf"(?:think\b(?! that)|take {_TIME}{_SPAN})"
    rf"|i(?:'ll| will) (?:just )?take {_TIME}{_SPAN}"
    rf"|(?:give|allow) me {_TIME}{_SPAN}(?= to\b| here\b| please\b| while\b|[.,!?…]|$)"
    rf"|(?:can|could|may) i (?:just )?(?:have|take|get) {_TIME}{_SPAN}"
    rf"|i(?:'ll)? (?:just )?need {_TIME}{_SPAN}"
    r"|hold on|hang on|bear with me"
    r")"
)
"""Asking for time, wherever in the sentence it stands."""

ANNOUNCEMENT_ALONE = re.compile(
    r"(?:(?:just |wait |hold on )?(?:one|a) (?:second|sec|minute|moment)(?: please)?"
    r"|(?:i'm |i am |still )*thinking)[.,!?…]*$"
)
"""Asking for time when it is the whole sentence: "it takes one second" is not."""

THINKING_ALOUD = re.compile(r"(?:let|lemme)(?: me)? (?:just )?think (?:out loud|aloud)")
WORDS_AFTER_ANNOUNCEMENT = 8
RESUMED = _set("okay ok alright so well yeah yes")
RESUMED_UNLESS_TOPIC = RESUMED | _set("right first because is are would")
TOPIC = _set("about how what which through for of whether where why")
"""Words that begin what is to be thought about: "let me think about what the latency would be"."""

CHECK_IN = re.compile(
    r"(?<!that )(?<!it )(?<!this )\b(?:makes? (?:any )?sense"
    r"|sounds? (?:good|okay|ok|right|fine|reasonable))(?: to you| so far)?(?:\?|$)"
    r"|\b(?:does|do|would) (?:this|that|it|these|those) (?:\w+ ){0,3}(?:make sense"
    r"|sound (?:good|okay|ok|right|reasonable)|look (?:good|okay|ok|right|reasonable))\b[^.]{0,15}$"
    r"|\b(?:is|are) (?:this|that|it|these|those) (?:all |still )?"
    r"(?:okay|ok|fine|right|clear|reasonable)(?: with you| so far)?\?"
    r"|\bam i (?:on|going|missing|right|making)\b"
    r"|\b(?:what do|do|would|did|could|can|are|will|have) you\b(?! know\b)[^.]*$"
    r"|\bany (?:other )?(?:questions|thoughts|feedback|concerns)\b[^.]{0,20}$"
)
"""Turning to the listener, wherever in the sentence it stands."""

_FACTS = (
    r"assume|focus|start|consider|cover|go|worry|design|discuss|move|optimi[sz]e|care|include|treat"
    r"|continue|keep|ask|clarify|skip|dive|talk|elaborate|proceed|take it"
)
"""What only the listener can allow or decide."""

INVERTED = re.compile(
    r"(?:"
    rf"(?:can|could|should|may|shall|would|do) (?:i|we)(?: also| just| safely)? (?:{_FACTS})\b"
    r"|(?:do|did) we (?:already |currently )?(?:have|need to|know|want|care|support|own|log|get)\b"
    r"|(?:is|are|was|were) (?:there|it|this|that|we|they|these|those|the|users|our)\b"
    r"|(?:does|did|do|has|have|will|would) (?:the|this|that|it|they|these|those|users|our|my)\b"
    r")"
)
ADDRESSED = re.compile(
    r"(?:what|which|who|where|when|why|how)\b[^.]*\b(?:you|your)\b(?! know\b)"
    r"|how (?:many|much|often|large|big|long|fast|quickly) [^.]*\b(?:do we|are we|are there|is the|"
    r"does|will)\b"
)
MAYBE = re.compile(
    r"(?:(?:what|which|who|where|when|why|how)(?: (?!the|a|we|you|it|they|i)\w+){0,2}?"
    r" (?:is|are|was|were|do|does|did|can|could|should|would|will|has|have|might|about)"
    r"|(?:what|where|how|who)'s|can|could|should|would|do|does|is|are|will)\b"
)
"""Word order of a question; "when the store is down" has none, though it has the words."""

REQUEST = re.compile(
    r"\b(?:"
    r"(?:repeat|rephrase|restate|reword)(?: (?:that|this|it|the \w+(?: \w+)?|your question))?"
    r"(?: for me| again)?(?:,? please)?"
    r"|(?:say|ask) (?:that|it|this) (?:again|once more)(?:,? please)?|(?:i beg your )?pardon"
    r"|how much time (?:do (?:i|we) have|is there|is left|have (?:i|we)|remains)[^.]{0,12}"
    r"|how (?:much|many minutes)[^.]{0,20} left|what time is it|(?:the )?time left"
    r"|(?:a|any|another|some) hints?(?: here| for me)?(?:,? please)?"
    r"|(?:i'm|i am|we're|we are)(?: all)? (?:done|finished)(?: here| now| with (?:this|my answer))?"
    r"|that's (?:it|all|everything)(?: (?:from|for) (?:me|now)| i have(?: for (?:now|this))?)?"
    r"|that is (?:it|all|everything)(?: (?:from|for) (?:me|now)| i have(?: for (?:now|this))?)?"
    r"|(?:that's|that is|this is) (?:my|the) (?:final |whole )?(?:answer|design|solution)"
    r"|(?:let's|let us|can we|could we|shall we|i'd like to) (?:move on|skip (?:this|that|it)"
    r"|continue|stop(?: here)?|wrap up|finish(?: here)?|end (?:here|it here|the interview))"
    r"(?: to the next (?:question|part|section|topic|phase|step))?(?: now)?(?:,? please)?"
    r"|next question(?:,? please)?|(?:i have )?no (?:more |further |other )?questions"
    r"(?: from me| for now)?|i don't have any (?:more |further |other )?questions"
    r"|i give up|i(?:'m| am) stuck|over to you|what (?:do you think|would you like)[^.]{0,20}"
    r")[.?! ]*$"
)


DANGLING = _set(
    "and or but so because cause cuz the a an of my your our their its his her into onto with "
    "without from than as if unless whether while which who whose where whereas very between "
    "among via per versus vs including plus every although except despite during until toward "
    "towards i we they he she i'm we're they're i'd we'd they'd i'll we'll they'll let's it's "
    "there's i've we've they've he's she's who's what's to for at by these those e.g i.e"
)
PREPOSITIONS = _set("to for at by with from of into about in on as")
PERHAPS_DANGLING = _set(
    "that is are was were be been being am has have had do does did will would could should can "
    "might may must in on about over under through across then also like this what how why "
    "around maybe perhaps basically actually not some any more most less each both either "
    "first firstly second secondly third next finally another other when since it"
)
DANGLING_PHRASES = (
    "for example", "for instance", "such as", "in terms of", "in order to", "which means",
    "which is", "in this case", "first of all", "on the other hand", "on the one hand",
    "the reason is", "depending on", "based on", "a lot of", "kind of", "sort of", "you know",
    "i mean", "i think", "i would say", "i'd say", "i believe", "i guess", "let's say",
    "as well as", "due to", "instead of", "because of", "the first one is", "what i would do is",
    "that means", "the first is", "the second is", "the thing is", "at least", "at most", "up to",
    "the other",
)  # fmt: skip
COMPLETE_PHRASES = (
    "like that", "like this", "do that", "do this", "about that", "about this", "about it",
    "of that", "of this", "of it", "for that", "for this", "for it", "think so",
    "do so", "hope so", "even so", "or so", "or not",
    "maybe not", "or more", "or less", "what we have", "what it is", "log in", "sign in", "opt in",
    "built in", "what we do", "and so on", "and so forth", "as well", "looks like", "with that",
    "with this", "with it", "as possible", "if not", "after that", "before that", "not yet",
    "use it", "use that", "use this", "solve it", "do it", "on it", "doing it", "doing that",
    "doing this", "than that", "than this", "from that", "from this", "from it", "to it", "to that",
    "to this", "in it", "every second", "per second", "a second", "one second", "and more",
)  # fmt: skip
"""Endings that stop on a small word and are complete all the same."""

TRANSITIVE = re.compile(
    r"\b(?:i|we|you|they|it|i'd|we'd|i'll|we'll|it's|that)"
    r"(?: (?:would|will|could|can|should|might|need to|want to|have to|also|then|just|probably"
    r"|first|really|still))*"
    r" (?:use|need|want|consider|include|includes|add|get|train|predict|compute|store|take|define"
    r"|build|call|mean|means|start|say|look at|split|keep|choose|pick|require|requires|track"
    r"|measure|collect|compare|combine|join|call it|give|gives|needs|involve|involves"
    r"|suggest|propose|assume)$"
)
OPEN_CLAUSE = re.compile(
    r"^(?:if|when|whenever|while|since|although|though|given|unless|once|because|suppose|assuming"
    r"|as soon as|as long as|let's say|say|in case|even if)\b(?!.*(?:,|\bthen\b))"
)
LONGEST_OPEN_CLAUSE = 7
PROMISE = re.compile(
    r"\b(?:two|three|four|five|six|few|couple of|couple|several|many|multiple|main|following)"
    r"(?: \w+){0,2} (?:things|ways|options|approaches|steps|parts|stages|reasons|components|points"
    r"|kinds|types|choices|levels|categories|sources|families|pieces|directions|groups|aspects)"
    r"(?: (?:here|of \w+))?(?: (?:to|we|i|that|for) \w+(?: \w+){0,3})?[.:]?$"
)
