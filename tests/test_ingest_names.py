"""Names are found in all three languages and in nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.text.languages import SERVED, Language
from ingest.text.names import closest_names, entries, expand, find_names, fold, proper_names
from ingest.text.names.gazetteer import gazetteer


def ids(text: str) -> list[str]:
    return [mention.entry.id for mention in find_names(text)]


@pytest.mark.parametrize(
    ("dutch", "french", "english", "entry_id"),
    [
        ("Rijsel", "Lille", "Lille", "city:lille"),
        ("Groningen", "Groningue", "Groningen", "city:groningen"),
        ("Parijs", "Paris", "Paris", "city:paris"),
        ("Luik", "Liège", "Liège", "city:liege"),
        ("Aken", "Aix-la-Chapelle", "Aachen", "city:aachen"),
        ("Keulen", "Cologne", "Cologne", "city:cologne"),
        ("Londen", "Londres", "London", "city:london"),
        ("Den Haag", "La Haye", "The Hague", "city:the-hague"),
        ("Vlaanderen", "Flandre", "Flanders", "region:flanders"),
        ("Noord-Frankrijk", "Nord de la France", "northern France", "region:northern-france"),
        ("Nederland", "Pays-Bas", "Netherlands", "country:NL"),
        ("Verenigde Staten", "États-Unis", "United States", "country:US"),
        ("VS", "États-Unis d’Amérique", "U.S.", "country:US"),
        ("Beieren", "Bavière", "Bavaria", "region:bavaria"),
        ("Tweede Kamer", "Seconde Chambre", "Second Chamber", "org:nl-house"),
        ("Europese Unie", "UE", "EU", "org:eu"),
        ("Wereldgezondheidsorganisatie", "OMS", "World Health Organization", "org:who"),
    ],
)
def test_one_entry_in_three_languages(dutch: str, french: str, english: str, entry_id: str) -> None:
    for sentence in (
        f"De missie ging naar {dutch}.",
        f"La mission à {french} est finie.",
        f"We met in {english}.",
    ):
        assert ids(sentence) == [entry_id]
    assert gazetteer().entries[entry_id].name(Language.DUTCH) is not None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("de Franse en Vlaamse delegaties", ["country:FR", "region:flanders"]),
        ("les entreprises néerlandaises et flamandes", ["country:NL", "region:flanders"]),
        ("Dutch and Flemish companies", ["country:NL", "region:flanders"]),
        ("de Frans-Duitse samenwerking", ["country:FR", "country:DE"]),
        ("l'Union européenne et l’Île-de-France", ["org:eu", "region:ile-de-france"]),
        ("de Europese Unie in Europa", ["org:eu", "region:europe"]),
        ("Quelle est la superficie de l'Ile de France ?", ["region:ile-de-france"]),
        ("hoeveel leden in auvergne rhone alpes", ["region:auvergne-rhone-alpes"]),
        ("werkloosheid in rijsel", ["city:lille"]),
        ("HAUTS-DE-FRANCE", ["region:hauts-de-france"]),
        ("Amsterdam's haven en China’s handel", ["city:amsterdam", "country:CN"]),
    ],
)
def test_adjectives_and_spellings(text: str, expected: list[str]) -> None:
    assert ids(text) == expected
    for mention in find_names(text):
        assert text[mention.start : mention.end] == mention.form


def test_adjectives_are_marked() -> None:
    assert [mention.is_adjective for mention in find_names("de Franse minister in Frankrijk")] == [
        True,
        False,
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Nice to meet you, said the guide. Tours were given, and us too.",
        "Bergen zijn hoog en namen van deelnemers komen later; men gaat essen.",
        "Le plus grand est là. Les Pôles de compétitivité aident.",
        "Indien men komt, lens je de tank. Spa's zijn warm.",
        "Wij komen. Komen zij ook? Lessen volgen.",
        "Minister Frans Timmermans sprak.",
        "The rest of the reading was nice; who is it?",
    ],
)
def test_ordinary_words_are_no_names(text: str) -> None:
    assert ids(text) == []


@pytest.mark.parametrize(
    ("dutch", "french", "english", "entry_id"),
    [
        ("Pommeren", "Poméranie", "Pomerania", "region:pomerania"),
        ("West-Pommeren", "Poméranie-Occidentale", "West Pomerania", "region:west-pomerania"),
        ("Neder-Silezië", "Basse-Silésie", "Lower Silesia", "region:lower-silesia"),
        ("Mazovië", "Mazovie", "Mazovia", "region:mazovia"),
        ("Stiermarken", "Styrie", "Styria", "region:styria"),
        ("Apulië", "Pouilles", "Puglia", "region:apulia"),
        ("Balearen", "îles Baléares", "Balearic Islands", "region:balearic-islands"),
        ("Canarische Eilanden", "Canaries", "Canary Islands", "country:IC"),
        ("Zevenburgen", "Transylvanie", "Transylvania", "region:transylvania"),
        ("Koerland", "Courlande", "Courland", "region:courland"),
        ("Graubünden", "Grisons", "Grisons", "region:grisons"),
        ("Zwarte Woud", "Forêt-Noire", "Black Forest", "region:black-forest"),
        ("Zeeuws-Vlaanderen", "Flandre zélandaise", "Zeelandic Flanders", "region:zeelandic-flanders"),
        ("Haspengouw", "Hesbaye", "Hesbaye", "region:hesbaye"),
        ("Oostkantons", "cantons de l'Est", "East Cantons", "region:east-cantons"),
        ("Waddenzee", "mer des Wadden", "Wadden Sea", "region:wadden-sea"),
        ("het Kanaal", "la Manche", "the Channel", "region:english-channel"),
        ("Straat van Hormuz", "détroit d'Ormuz", "Strait of Hormuz", "region:strait-of-hormuz"),
        ("Pyreneeën", "Pyrénées", "Pyrenees", "region:pyrenees"),
        ("Nieuw-Zuid-Wales", "Nouvelle-Galles du Sud", "New South Wales", "region:new-south-wales"),
        ("Brits-Columbia", "Colombie-Britannique", "British Columbia", "region:british-columbia"),
        ("Kasjmir", "Cachemire", "Kashmir", "region:kashmir"),
        ("Westerschelde", "Escaut occidental", "Western Scheldt", "river:western-scheldt"),
        ("Eems-Dollard", "Ems-Dollard", "Ems-Dollard", "river:ems-dollart"),
        ("Taag", "Tage", "Tagus", "river:tagus"),
        ("Nijl", "Nil", "Nile", "river:nile"),
        ("Suezkanaal", "canal de Suez", "Suez Canal", "river:suez-canal"),
        ("IJzeren Rijn", "Rhin d'acier", "Iron Rhine", "river:iron-rhine"),
        ("Livorno", "Livourne", "Leghorn", "city:livorno"),
        ("Trento", "Trente", "Trento", "city:trento"),
        ("Dendermonde", "Termonde", "Dendermonde", "city:dendermonde"),
        ("Vorst", "commune de Forest", "Forest in Brussels", "city:forest-brussels"),
        ("Marioepol", "Marioupol", "Mariupol", "city:mariupol"),
        ("Mekka", "La Mecque", "Mecca", "city:mecca"),
        ("Aleppo", "Alep", "Aleppo", "city:aleppo"),
        ("Rekenhof", "Cour des comptes de Belgique", "Belgian Court of Audit", "org:be-court-of-audit"),
        ("EFRO", "FEDER", "ERDF", "org:erdf"),
        ("OVSE", "OSCE", "OSCE", "org:osce"),
        ("IAEA", "AIEA", "IAEA", "org:iaea"),
        ("FAVV", "AFSCA", "Federal Agency for the Safety of the Food Chain", "org:favv"),
        ("Europees Octrooibureau", "Office européen des brevets", "European Patent Office", "org:epo"),
        ("FOD Justitie", "SPF Justice", "FPS Justice", "org:be-justice"),
        ("haven van Hamburg", "port de Hambourg", "Port of Hamburg", "org:port-hamburg"),
        ("Amerikaanse Senaat", "Sénat des États-Unis", "U.S. Senate", "org:us-senate"),
    ],
)
def test_exonyms_lead_to_one_entry(dutch: str, french: str, english: str, entry_id: str) -> None:
    for sentence in (
        f"De delegatie sprak over {dutch}.",
        f"La délégation a parlé de {french}.",
        f"The delegation spoke about {english}.",
    ):
        assert ids(sentence) == [entry_id]


@pytest.mark.parametrize(
    ("dutch", "french", "english", "entry_id"),
    [
        ("Normandiërs", "Normands", "Normans", "region:normandy"),
        ("Saksische", "saxonne", "Saxon", "region:saxony"),
        ("Angelsaksische", "anglo-saxonne", "Anglo-Saxon", "region:anglosphere"),
        ("Catalaanse", "catalanes", "Catalans", "region:catalonia"),
        ("Zuid-Tiroolse", "sud-tyrolienne", "South Tyrolean", "region:south-tyrol"),
        ("Noord-Koreaanse", "nord-coréenne", "North Korean", "country:KP"),
        ("Palestijnse", "palestiniennes", "Palestinians", "country:PS"),
        ("Nigerese", "nigérienne", "Nigerien", "country:NE"),
        ("Noord-Afrikaanse", "nord-africaines", "North African", "region:north-africa"),
        ("Oost-Europese", "est-européenne", "Eastern European", "region:eastern-europe"),
        ("Napolitaanse", "napolitaine", "Neapolitan", "city:naples"),
        ("Atheense", "athéniens", "Athenian", "city:athens"),
    ],
)
def test_inhabitants_lead_to_their_place(dutch: str, french: str, english: str, entry_id: str) -> None:
    for sentence in (f"de {dutch} missie", f"la mission {french}", f"the {english} mission"):
        assert ids(sentence) == [entry_id]


@pytest.mark.parametrize(
    "text",
    [
        "Trente entreprises et une grande région, dans la manche de la veste.",
        "La crête de la vague; il a visé juste. Visé par la loi, le texte tient.",
        "Un pull en cachemire, un tigre et le résultat nul, nil.",
        "Elle chante des pouilles au fond de la messine.",
        "De vorst kwam; wie ijzer heeft, moet het schonen van roest.",
        "Wij betalen in franken, een storting volgt. Storting gebeurt later.",
        "De belle époque, een wezel in het kanaal en het mekka van de mode.",
        "Uit eigen zak. UIT DE REGIO.",
        "Olaf kwam met Eppo, Esma en Irena.",
        "Il fait du VTT; le gouvernement Arizona mène sa politique scientifique fédérale.",
        "De Hoge Raad voor energiebevoorrading sprak.",
        "The channel was closed; a fez, a zug and rhodes are words too.",
        "Sont-ils présents ? Sont invités les maires.",
        "Allier les forces, c'est cher; le drôme n'existe pas.",
    ],
)
def test_words_like_exonyms_are_no_names(text: str) -> None:
    assert ids(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("la Mecklembourg-Poméranie-Occidentale", ["region:mecklenburg-western-pomerania"]),
        ("het Amsterdam-Rijnkanaal en de Rijn", ["river:amsterdam-rhine-canal", "river:rhine"]),
        ("la Meurthe-et-Moselle", ["region:meurthe-et-moselle"]),
        (
            "le Centre-Val de Loire et la Loire-Atlantique",
            ["region:centre-val-de-loire", "region:loire-atlantique"],
        ),
        ("New Zealand and New Mexico", ["country:NZ", "region:new-mexico"]),
        (
            "la Vénétie et Venise; Venetië en Veneto",
            ["region:veneto", "city:venice", "city:venice", "region:veneto"],
        ),
        ("la Cour des comptes européenne", ["org:eca"]),
        ("de Zuid-Oost-Aziatische markt", ["region:south-east-asia"]),
        ("het rapport van OLAF en ITER", ["org:olaf", "org:iter"]),
        ("Wallis en Futuna", ["country:WF"]),
    ],
)
def test_a_longer_exonym_hides_the_shorter(text: str, expected: list[str]) -> None:
    assert ids(text) == expected


def test_guarded_names_count_where_they_are_meant() -> None:
    assert ids("Zij bezochten Nice, Tours en Bergen.") == ["city:nice", "city:tours", "city:mons"]
    assert ids("Namen van deelnemers uit Namen") == ["city:namur"]
    assert ids("Essen\t12\t7,5%") == ["city:essen"]


def test_the_longest_name_wins() -> None:
    assert ids("Noord-Brabant, Vlaams-Brabant, Universiteit van Amsterdam") == [
        "region:north-brabant",
        "region:flemish-brabant",
        "org:uva",
    ]


def test_expand_gives_every_form() -> None:
    forms = expand(gazetteer().entries["city:paris"])
    assert {"Parijs", "Paris", "Parijse", "parisiennes"} <= set(forms)
    assert len(forms) == len(set(forms))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("Groninge", ["city:groningen"]),
        ("Groningeu", ["city:groningen"]),
        ("Rijssel", ["city:lille"]),
        ("Frnakrijk", ["country:FR"]),
        ("frankrijk", ["country:FR"]),
        ("Dussutour", []),
        ("Gint", []),
    ],
)
def test_closest_names(word: str, expected: list[str]) -> None:
    assert [entry.id for entry in closest_names(word)] == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("De voorzitter, Willem Jonker, sprak.", Language.DUTCH, ["Willem Jonker"]),
        ("Wie is de voorzitter van AIC4NL?", Language.DUTCH, ["AIC4NL"]),
        ("Le KI Bundesverband et le Hub France IA", Language.FRENCH, ["KI Bundesverband", "Hub France IA"]),
        ("selon Annika von Mutius et von Mutius", Language.FRENCH, ["Annika von Mutius", "von Mutius"]),
        ("Wanneer werd het Toekomstpact ondertekend?", Language.DUTCH, ["Toekomstpact"]),
        ("Toekomstpact", Language.DUTCH, ["Toekomstpact"]),
        ("Dhr. J.P. Balkenende en minister Schouten", Language.DUTCH, ["J.P. Balkenende", "Schouten"]),
        ("Hoeveel geld ging in januari naar AI-bedrijven?", Language.DUTCH, []),
        ("How many Dutch SMEs met on Monday in January?", Language.ENGLISH, []),
        ("Bedrijven kwamen. Clusters ook.", Language.DUTCH, []),
        ("Quand M. Dussutour a-t-il parlé d'ASML ?", Language.FRENCH, ["Dussutour", "ASML"]),
        ("The RVO-programme of the Zero Emission Valley", Language.ENGLISH, ["RVO", "Zero Emission Valley"]),
    ],
)
def test_proper_names(text: str, language: Language, expected: list[str]) -> None:
    assert [text[start:end] for start, end in proper_names(text, language)] == expected


def test_the_gazetteer_is_sound() -> None:
    found = entries()
    assert len(found) > 1200
    assert len({entry.id for entry in found}) == len(found)
    for entry in found:
        assert all(entry.name(language) for language in SERVED), entry.id
        assert not any("!" in form or form == "=" for form in expand(entry)), entry.id


def test_each_usual_name_is_found_again() -> None:
    """A name that the gazetteer gives as the usual one must lead back to its entry."""
    lost = []
    for entry in entries():
        for language in SERVED:
            name = entry.name(language) or ""
            found = [mention.entry for mention in find_names(f"Zij waren in {name} en elders.")]
            if found != [entry]:
                lost.append((entry.id, name, [other.id for other in found]))
    assert lost == [
        ("country:SX", "Saint-Martin", ["country:MF"]),
        ("city:granada", "Grenade", ["country:GD"]),
        ("city:mexico-city", "Mexico", ["country:MX"]),
    ]


def test_fold() -> None:
    assert fold("Île-de-France’s Œuvre") == "ile-de-france's oeuvre"


@given(st.text(max_size=80))
def test_any_text_is_read_without_overlap(text: str) -> None:
    position = 0
    for mention in find_names(text):
        assert position <= mention.start < mention.end <= len(text)
        position = mention.end
    position = 0
    for start, end in proper_names(text, Language.ENGLISH):
        assert position <= start < end <= len(text)
        position = end
