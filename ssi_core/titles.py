"""Job titles: how senior they are and what they are about, by the words in them. Data, meant to be read and edited.

Words are those of English, German, French, Spanish, Portuguese and Italian titles, as regular expressions on whole
words, without accents (:func:`folded`). Of two rows that match, the upper one stands. A title says what its holder
writes: a "Product Manager" may manage nobody. The first three kinds of seniority together are VP or above, which is
what the signal table calls a senior connection.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache

#: Of a title no more is looked at: LinkedIn's own limit is 100, and a pattern may take the square of its length.
LONGEST = 200

SENIORITY: Mapping[str, str] = {
    "owner": "Owner, founder, partner",
    "c_level": "C-level, managing director",
    "vp": "Vice president",
    "director": "Director",
    "manager": "Manager, head, team lead",
    "specialist": "Senior specialist",
    "other": "Other",
    "student": "Student, intern",
    "not_told": "Not told",
}
"""Kinds of seniority, the highest first, and the name that a person reads."""

#: Kinds that are VP or above.
SENIOR = ("owner", "c_level", "vp")

FUNCTIONS: Mapping[str, str] = {
    "sales": "Sales and business development",
    "marketing": "Marketing and communication",
    "engineering": "Engineering, IT and product",
    "hr": "HR and recruiting",
    "finance": "Finance",
    "operations": "Operations and procurement",
    "consulting": "Consulting",
    "legal": "Legal",
    "education": "Education and research",
    "healthcare": "Healthcare",
    "management": "General management",
    "other": "Other",
    "not_told": "Not told",
}
"""Kinds of work, and the name that a person reads."""

# fmt: off
# ruff: disable[E501]
_SENIOR_WORDS: Mapping[str, tuple[str, ...]] = {
    "owner": (
        "founder", "co-?founder", "grunder(in)?", "mitgrunder(in)?", "inhaber\\w*", "fondat(eur|rice|ore)", "co-?fondat(eur|rice|ore)",
        "(co-?)?fundador(a|es)?", "soci[oa]", "propr?ietari[oa]", "proprietaire", "titolare",
    ),
    "c_level": (
        "c[efimoprst]o", "chro", "cdo", "chief\\b.*\\bofficer", "(?<!vice )(?<!vice-)president\\w*", "prasident(in)?", "managing director",
        "general manager", "geschaftsfuhrer\\w*", "geschaeftsfuehrer\\w*", "vorstand\\w*", "direct(eur|rice) general\\w*", "directora? general",
        "diretora? geral", "amministrat(ore|rice) delegat[oa]", "consejer[oa] delegad[oa]", "pdg",
    ),
    "vp": ("s?vp", "evp", "avp", "vice[- ]?president\\w*", "vizeprasident(in)?"),
}
# A partner or an owner of the firm, not of a process, a product or another firm's channel.
_OF_THE_FIRM = r"(^|[,&/|]\s*|\b(managing|senior|equity|founding|general|business|co-?)\s*)(partner|owner)\s*($|[,&/|(@-]|\bat\b)"
_NOT_SENIOR = (
    "assistant", "assistente", "assistent\\w*", "intern", "office of the", "to the (ceo|cto|cfo|coo|president|vp)",
    "(hr|people|finance|product|it) business partner", "(product|process|brand) owner",
)

_LOWER: tuple[tuple[str, tuple[str, ...]], ...] = (
    # Whoever assists somebody is not that somebody.
    ("student", ("intern", "working student", "werkstudent\\w*", "praktikant\\w*", "stagiaire", "becari[oa]", "estagiari[oa]", "stagista", "tirocinante")),
    ("other", ("(executive|personal|management|team) assistant", "assistant to", "assistant(e)? (de direction|du|de la)", "assistent\\w* (der|des|to|von)", "office of the", "to the (ceo|cto|cfo|coo|president|vp)")),
    ("director", ("director", "directora", "directors?", "direct(eur|rice)", "direktor(in)?", "dirett(ore|rice)", "diretora?", "bereichsvorstand", "bereichsleit(er|erin|ung)")),
    ("student", (
        "student(?! (affairs|services?|success|housing|engagement|recruitment|support|advis\\w+|life|loans?))", "students", "trainee", "apprentice", "auszubildende\\w*", "azubi", "etudiant\\w*",
        "apprenti\\w?", "alternant\\w?", "estudiante", "estudante", "practicante", "student(e|essa)", "studierende\\w?", "doktorand(in)?", "doctorant\\w?", "dottorand[oa]",
        "(phd|doctoral) (student|candidate)", "undergraduate", "aprendiz",
    )),
    ("manager", (
        "manager\\w*", "mgr", "head", "assistant vice[- ]president", "(team|group|shift|squad|chapter) ?lead(er)?", "supervisor(a|in)?", "superintendent", "foreman",
        "(?!halbleiter|begleiter)\\w*leit(er|erin|ung)", "chef(fe)?", "responsable", "responsabile", "responsavel", "gerente", "jef[ea]", "encargad[oa]", "coordinador(a)? general",
        "gestionnaire", "gestor(a)?", "capo(reparto|squadra| area)?", "dirigeant\\w?", "dirigente", "meister(in)?", "principal (of|at)", "dean", "rektor(in)?",
    )),
    ("specialist", (
        "senior", "sr", "snr", "lead", "principal", "staff", "expert\\w*", "experte?\\w*", "fellow", "architect\\w*", "architekt(in)?", "arquitect[oa]", "arquitet[oa]", "architett[oa]",
        "specialista senior", "confirme\\w?", "professor(in|a)?", "professeure?", "catedratic[oa]", "scientist", "advisor", "adviser", "counsel",
    )),
)

# Trades first, then fields of work, last what merely names a field in passing.
_FUNCTION_WORDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("hr", ("recruit\\w*", "talent acquisition", "talent", "human resources?", "hr", "hrbp", "chro", "head ?hunter", "people (and|&|partner|operations|officer|manager|lead|director)", "chief people", "personal(leit\\w*|referent\\w*|entwickl\\w*|wesen|abteilung|vermittl\\w*|berat\\w*)", "ressources humaines", "rh", "drh", "recursos humanos", "risorse umane", "charge(e)? de recrutement", "seleccion de personal")),
    ("legal", ("lawyer", "attorney", "solicitor", "barrister", "counsel", "paralegal", "notary", "legal", "rechtsanwalt", "rechtsanwaltin", "jurist(in)?", "anwalt", "syndikus\\w*", "notar(in)?", "avocate?", "juriste", "notaire", "juridique", "abogad[oa]", "juridic[oa]", "advogad[oa]", "avvocat[oa]", "giurista", "compliance", "datenschutz\\w*")),
    ("education", ("teacher", "professor(in|a)?", "professeure?", "lecturer", "tutor", "school", "lehrer(in)?", "dozent(in)?", "enseignante?", "maitre de conferences", "profesor(a)?", "docente", "insegnante", "maestr[oa]", "postdoc\\w*", "post-?doctoral", "phd", "doctoral", "doktorand(in)?", "doctorant\\w?", "dottorand[oa]", "researcher", "academic", "dean")),
    ("healthcare", ("physician", "doctor", "nurse", "surgeon", "dentist", "pharmacist", "therapist", "physiotherap\\w*", "psycholog\\w*", "arzt", "arztin", "pflege\\w*", "krankenpfleg\\w*", "apotheker(in)?", "medecin", "infirmier\\w*", "pharmacien\\w*", "medic[oa]", "enfermer[oa]", "enfermeir[oa]", "infermier[ea]", "farmaceutic[oa]", "veterinar\\w*", "midwife", "paramedic")),
    ("sales", (
        "sales", "presales", "pre-sales", "account (manager|executive|director|lead|partner)", "key account\\w*", "kam", "business develop\\w*", "biz ?dev", "bdr", "sdr", "customer success", "customer relations\\w*", "client (partner|executive|director|relations\\w*)",
        "partner(ships?)? (manager|lead|director|development)", "partnerships?", "alliances?", "channel", "revenue", "commercial\\w*", "cro", "vertrieb\\w*", "verkauf\\w*", "verkaufer(in)?", "au(ss|ß)endienst\\w*", "kundenberat\\w*", "kundenbetreu\\w*", "gro(ss|ß)kunden\\w*",
        "ventes?", "vendeu(r|se)", "charge(e)? de clientele", "charge(e)? d.affaires", "ingenieur(e)? d.affaires", "developpement commercial", "ventas", "vended(or|ora)", "comercial\\w*", "desarrollo de negocio", "vendas", "vendite", "venditore", "commerciale", "retail", "franchise",
    )),
    ("marketing", (
        "marketing", "brand\\w*", "communications?", "(?-i:PR)", "public relations", "content", "copywriter", "social media", "seo", "growth", "cmo", "advertising", "media", "editor", "journalist(in)?", "events?", "community", "designer(in)?", "creative", "art director", "graphic",
        "kommunikation\\w*", "werbung", "redakteur(in)?", "communication", "redact(eur|rice)", "publicidad", "comunicacion", "periodista", "publicidade", "comunicacao", "jornalista", "comunicazione", "pubblicita", "giornalista", "mercadeo", "mercadotecnia",
    )),
    ("finance", (
        "finance", "financial\\w*", "finanz\\w*", "financ\\w+", "cfo", "accountant\\w*", "accounting", "accounts (payable|receivable)", "bookkeep\\w*", "controller(in)?", "controlling", "treasur\\w*", "audit\\w*", "tax", "invest\\w*", "banker", "bank\\w*", "wealth", "private equity", "venture capital", "actuar\\w*", "underwriter", "insurance", "risk",
        "buchhalt\\w*", "steuer\\w*", "wirtschaftspruf\\w*", "versicherung\\w*", "comptab\\w*", "tresor\\w*", "fiscal\\w*", "contab\\w*", "contador(a)?", "finanza", "commercialista", "ragionier[ea]", "revisor\\w*",
    )),
    ("engineering", (
        "(?-i:IT|ICT|AI|QA|UX|UI)", "engineer\\w*", "developer\\w*", "software", "programmer", "data", "cloud", "devops", "sre", "cto", "cio", "ciso", "cpo", "technology", "technolog\\w*", "technical", "tech", "technician", "systems?", "sysadmin", "cyber\\w*", "security", "architect\\w*", "scientist", "r ?& ?d", "machine learning", "analytics", "network (engineer|administrator)", "product (manager|owner|director|lead|management|officer|designer)", "chief product", "scrum\\w*", "agile",
        "entwickl\\w*", "\\w*ingenieur\\w*", "informati\\w*", "techniker(in)?", "technik", "architekt(in)?", "developpeu(r|se)", "ingenieure?", "techni(que|cien\\w*)", "desarrollador(a)?", "ingenier\\w*", "tecnic[oa]", "tecnolog\\w*", "arquitect[oa]", "desenvolvedor(a)?", "engenheir[oa]", "arquitet[oa]", "sviluppat(ore|rice)", "ingegner[ea]", "architett[oa]",
    )),
    ("operations", (
        "operations?", "operational", "coo", "supply chain", "logist\\w*", "warehous\\w*", "procurement", "purchas\\w*", "buyer", "buying", "sourcing", "production", "manufactur\\w*", "plant", "quality", "project (manager|lead|coordinator|director|management|officer)", "programme? (manager|lead|director)", "pmo", "planner", "planning", "facilit(y|ies)", "administrat\\w*", "office (manager|management)", "(executive|personal|office|team|management) assistant", "customer (service|support|care)", "fleet", "transport\\w*", "shipping", "import", "export", "dispatch\\w*", "store manager", "hospitality", "maintenance",
        "einkauf\\w*", "einkaufer(in)?", "beschaffung\\w*", "lager\\w*", "spedition\\w*", "produktion\\w*", "fertigung\\w*", "qualitat\\w*", "projekt\\w*", "betrieb\\w*", "disponent\\w*", "verwaltung\\w*", "achats?", "acheteu(r|se)", "approvisionn\\w*", "entrepot", "qualite", "exploitation", "chef(fe)? de projet", "compras", "comprador(a)?", "logistic\\w*", "produccion", "operacion\\w*", "calidad", "jef[ea] de proyecto", "producao", "operac\\w+", "qualidade", "acquisti", "produzione", "magazzin\\w*", "operazioni", "qualita",
    )),
    ("consulting", ("consult\\w*", "advis(or|er|ory)\\w*", "coach\\w*", "trainer(in)?", "facilitator", "berat\\w*", "\\w+berat(er|erin|ung)", "conseil\\w*", "asesor(a)?", "consejer[oa]", "formador(a)?", "assessor(a)?", "consulen\\w*", "formatore", "strategy", "strateg\\w*", "analyst\\w*")),
    ("education", ("education\\w*", "universit\\w*", "academy", "learning", "instructor", "training", "research\\w*", "students?", "hochschul\\w*", "schul\\w*", "bildung\\w*", "wissenschaft\\w*", "etudiant\\w*", "recherche", "formation", "estudiante", "estudante", "student(e|essa)", "investigador(a)?", "ricercat\\w*", "undergraduate", "werkstudent\\w*")),
    ("healthcare", ("health\\w*", "medical", "clinical", "hospital", "pharma\\w*", "biotech", "nursing", "gesundheit\\w*", "klinik\\w*", "sante", "salud", "clinic[oa]", "saude", "sanitari[oa]", "salute")),
)
# ruff: enable[E501]
# fmt: on


def _any(words: tuple[str, ...], more: str = "") -> re.Pattern[str]:
    return re.compile(rf"\b({'|'.join(words)})\b" + (f"|{more}" if more else ""), re.I)


_SENIORS = {key: _any(words, _OF_THE_FIRM if key == "owner" else "") for key, words in _SENIOR_WORDS.items()}
_ANY_SENIOR = _any(tuple(w for words in _SENIOR_WORDS.values() for w in words), _OF_THE_FIRM)
_AIDES = _any(_NOT_SENIOR)
_LOWER_KINDS = tuple((key, _any(words)) for key, words in _LOWER)
_FUNCTION_KINDS = tuple((key, _any(words)) for key, words in _FUNCTION_WORDS)


def folded(title: str) -> str:
    """A title as the tables' words are written: at most :data:`LONGEST` long, single spaces, no accents."""
    title = " ".join(title[:LONGEST].split())
    if title.isascii():
        return title
    return "".join(c for c in unicodedata.normalize("NFKD", title) if not unicodedata.combining(c))


def is_senior(title: str) -> bool:
    """Whether a title is VP or above: the default meaning of a senior connection."""
    title = folded(title)
    return bool(_ANY_SENIOR.search(title)) and not _AIDES.search(title)


@lru_cache(maxsize=4096)
def seniority(title: str) -> str:
    """Kind of seniority of a title.

    Parameters
    ----------
    title : str
        As its holder writes it; blank where not told.

    Returns
    -------
    str
        A key of :data:`SENIORITY`; one of :data:`SENIOR` exactly where :func:`is_senior` holds.
    """
    if not told(title):
        return "not_told"
    if is_senior(title):
        return next(key for key, words in _SENIORS.items() if words.search(folded(title)))
    return next((key for key, words in _LOWER_KINDS if words.search(folded(title))), "other")


@lru_cache(maxsize=4096)
def function(title: str) -> str:
    """Kind of work that a title names.

    Parameters
    ----------
    title : str
        As its holder writes it; blank where not told.

    Returns
    -------
    str
        A key of :data:`FUNCTIONS`. Who is a director or above of nothing in particular does general management.
    """
    if not told(title):
        return "not_told"
    found = next((key for key, words in _FUNCTION_KINDS if words.search(folded(title))), None)
    if found is None:
        found = "management" if seniority(title) in (*SENIOR, "director") else "other"
    return found


def told(title: str) -> bool:
    """Whether a title holds a word at all."""
    return any(c.isalnum() for c in title[:LONGEST])
