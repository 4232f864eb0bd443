"""Words too common to find anything by, folded (no case, no diacritics); our own lists.

Short on purpose: function words, question words and the verbs that questions are made with.
Negations are left in, since a reader may look for `geen` or `aucun`.
"""

from __future__ import annotations

from collections.abc import Mapping

from ingest.text.languages import Language

_DUTCH = """
a aan al als alle alles ander andere anders bij binnen bijvoorbeeld daar daarbij daarin daarmee daarna
daarom daarvan dan dat de deze die dit doen doet door dus echter een eens elk elke en enige enkele er erg
ervan eruit gaan gaat geweest haar had hadden heb hebben hebt heeft hem hen het hier hierbij hij hoe
hoeveel hoelang hun ieder iedere iemand iets ik in indien is ja je jij jou jouw jullie kan konden kon
kunnen kunt maar me mede mee meer men met mij mijn moest moet moeten na naar naast nog nu of om omdat
onder ons onze ook op over per reeds s sinds sommige steeds t te tegen ten ter terwijl tijdens toch toen
tot tussen u uit uw vaak van vanaf vanuit veel verder via volgens voor vooral waar waaraan waarbij waarin
waarmee waarom waarop waaruit waarvan wanneer want waren was wat we wel welk welke werd werden wie wij
wil willen worden wordt wou z zal ze zelf zich zij zijn zo zoals zodat zonder zou zouden zowel zullen
"""

_FRENCH = """
a afin ai ainsi alors apres au aucuns aujourd aupres aussi autre autres aux avaient avait avant avec avez
avoir avons c car ce ceci cela celle celles celui cependant ces cet cette ceux chaque chez comme comment
concernant d dans de depuis derriere des dont du durant elle elles en encore entre es est et etaient
etait etant ete etes etre eu eux fait faire font furent fut grace hui il ils j je jusqu l la laquelle le
lequel les lesquelles lesquels leur leurs lors lorsqu lorsque lui m ma mais me meme memes mes mon n ni
nos notre nous nouveau on ont ou par parce parmi pendant permet peu peut peuvent plus plusieurs pour
pourquoi pres puis puisqu puisque qu quand quant que quel quelle quelles quels qui quoi s sa sans se
selon sera seront ses si soit son sont sous suis sur t ta tandis tant te tel telle telles tels tes toi
ton tous tout toute toutes tres tu un une vers voici vos votre vous vu y
"""

_ENGLISH = """
a about above after again all also although am among an and any are as at be because been before being
between both but by can could d did do does doing done during each either etc few for from further had
has have having he her here hers him his how however i if in into is it its itself ll many may me might
more most much must my of off on once one only onto or other others our out over own re s same shall she
should since so some such t than that the their them then there therefore these they this those through
to too toward towards under until up upon us ve very via was we were what when where whether which while
who whom whose why will with within would you your
"""

STOP_WORDS: Mapping[Language, frozenset[str]] = {
    Language.DUTCH: frozenset(_DUTCH.split()),
    Language.FRENCH: frozenset(_FRENCH.split()),
    Language.ENGLISH: frozenset(_ENGLISH.split()),
    Language.OTHER: frozenset(),
}
