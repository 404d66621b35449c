"""The people of the demo clinic. Every one of them is invented."""

from dataclasses import dataclass

from handrail.core.vocabulary import Role, ServiceKind

ORGANIZATION = "Riverside Recovery"
SLUG = "riverside"
STATE = "NY"
TIME_ZONE = "America/New_York"
# Printed by `make demo`; of no use anywhere else.
PASSWORD = "riverside demo only 2026"  # noqa: S105


def address(login: str) -> str:
    """Return the address somebody of the cast signs in with."""
    return f"{login}@{SLUG}.example"


@dataclass(frozen=True)
class Room:
    name: str
    kind: str
    capacity: int


@dataclass(frozen=True)
class Place:
    name: str
    street: str
    city: str
    postal_code: str
    phone: str
    rooms: tuple[Room, ...]


PLACES = (
    Place(
        "Riverside",
        "214 Mill Street",
        "Kingston",
        "12401",
        "+1 845 555 0140",
        (
            Room("Cedar", "group_room", 14),
            Room("Maple", "group_room", 14),
            Room("Willow", "group_room", 10),
            Room("Office 3", "office", 4),
            Room("Office 5", "office", 3),
            Room("Video 1", "telehealth", 20),
        ),
    ),
    Place(
        "Northgate",
        "77 Orchard Avenue",
        "Saugerties",
        "12477",
        "+1 845 555 0177",
        (Room("Birch", "group_room", 14), Room("Elm", "group_room", 12), Room("Office 1", "office", 4)),
    ),
)


@dataclass(frozen=True)
class Worker:
    """A staff member: `login` is the part of the address before the @."""

    login: str
    given_name: str
    family_name: str
    roles: tuple[Role, ...]
    title: str
    pronouns: str
    credential: str | None = None
    programs: tuple[str, ...] = ()


ON_CALL = (("Ruth Abelson", "Folake Adeyemi"), ("Tobias Okafor", "Ruth Abelson"))
"""Who is on call in this week and the next, and who stands in."""

DBT, CBT, TRAUMA, ADDICTION, DAILY = "dbt", "depression-cbt", "trauma", "addiction", "daily-short"
ALL_PROGRAMS = (DBT, CBT, TRAUMA, ADDICTION, DAILY)

WORKERS = (
    Worker("director", "Helen", "Marsh", (Role.PROGRAM_DIRECTOR,), "Program director", "she/her", "lcsw", ALL_PROGRAMS),
    Worker("therapist", "Dana", "Ruiz", (Role.THERAPIST,), "Therapist", "she/her", "lcsw", (DBT, CBT)),
    Worker("klara", "Klara", "Lindqvist", (Role.THERAPIST,), "Therapist", "she/her", "lpc", (DBT,)),
    Worker("mara", "Mara", "Steiner", (Role.THERAPIST,), "Therapist", "she/her", "lmft", (DAILY,)),
    Worker("tobias", "Tobias", "Okafor", (Role.THERAPIST,), "Psychologist", "he/him", "psychologist", (CBT,)),
    Worker("thandi", "Thandi", "Mbeki", (Role.THERAPIST,), "Trauma therapist", "she/her", "lcsw", (TRAUMA,)),
    Worker("arjun", "Arjun", "Banerjee", (Role.THERAPIST,), "Family therapist", "he/him", "lmft", (ADDICTION, DBT)),
    Worker("supervisor", "Ruth", "Abelson", (Role.SUPERVISOR,), "Clinical supervisor", "she/her", "lcsw", ALL_PROGRAMS),
    Worker("intern", "Noah", "Castellano", (Role.INTERN,), "Intern, social work", "he/him", None, (DBT,)),
    Worker(
        "psychiatry",
        "Folake",
        "Adeyemi",
        (Role.PSYCHIATRIC_PROVIDER,),
        "Psychiatric nurse practitioner",
        "she/her",
        "pmhnp",
        ALL_PROGRAMS,
    ),
    Worker("nurse", "Colleen", "Fowler", (Role.NURSE,), "Nurse", "she/her", "rn", ALL_PROGRAMS),
    Worker(
        "peer",
        "Marcus",
        "Bell",
        (Role.PEER_SPECIALIST,),
        "Peer specialist",
        "he/him",
        "peer_specialist",
        (ADDICTION,),
    ),
    Worker("technician", "Iris", "Novak", (Role.TECHNICIAN,), "Technician", "they/them", None, ALL_PROGRAMS),
    Worker("intake", "Gwen", "Tanaka", (Role.INTAKE_COORDINATOR,), "Intake coordinator", "she/her"),
    Worker("frontdesk", "Luis", "Ferreira", (Role.FRONT_DESK,), "Front desk", "he/him"),
    Worker("reviewer", "Sanne", "Visser", (Role.UTILIZATION_REVIEWER,), "Utilization reviewer", "she/her"),
    Worker("biller", "Owen", "Pryce", (Role.BILLER,), "Biller", "he/him"),
    Worker("auditor", "Mina", "Haddadi", (Role.AUDITOR,), "Compliance auditor", "she/her"),
    Worker("admin", "Pavel", "Horak", (Role.ADMINISTRATOR,), "Administrator", "he/him"),
)


@dataclass(frozen=True)
class Person:
    given_name: str
    family_name: str
    pronouns: str
    born: str
    chosen_name: str | None = None
    language: str = "en"


@dataclass(frozen=True)
class Meeting:
    """A weekly group of a cohort: offset from the start of the program day, in minutes."""

    title: str
    short_name: str
    service_kind: ServiceKind
    offset: int
    minutes: int
    modality: str
    modules: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """A cohort, who leads it and who is in it."""

    name: str
    program: str
    place: str
    room: str
    track: str
    capacity: int
    lead: str
    co_lead: str | None
    meetings: tuple[Meeting, ...]
    people: tuple[Person, ...]


COHORTS = (
    Group(
        "Day DBT",
        DBT,
        "Riverside",
        "Cedar",
        "day",
        12,
        "therapist",
        "klara",
        (
            Meeting("DBT Skills", "DBT Skills", ServiceKind.SKILLS, 0, 110, "dbt"),
            Meeting("Process Group", "Process", ServiceKind.GROUP, 130, 90, "process-group"),
        ),
        (
            Person("Avery", "Brooks", "they/them", "1994-03-11"),
            Person("Blanca", "Torres", "she/her", "1988-07-29", language="es"),
            Person("Chidi", "Nwosu", "he/him", "1999-01-17"),
            Person("Devon", "Whitlock", "he/him", "1991-10-05"),
            Person("Elena", "Petrova", "she/her", "1985-12-22"),
            Person("Farid", "Haddad", "he/him", "1979-06-14"),
            Person("Xinyi", "Liu", "she/her", "2001-04-02", "Grace"),
            Person("Hector", "Ramos", "he/him", "1983-09-08"),
            Person("Imani", "Cole", "she/her", "1996-02-27"),
            Person("Jonas", "Berg", "he/him", "1990-11-19"),
        ),
    ),
    Group(
        "Day CBT",
        CBT,
        "Riverside",
        "Maple",
        "day",
        12,
        "tobias",
        None,
        (
            Meeting("CBT Core", "CBT Core", ServiceKind.GROUP, 0, 90, "cbt"),
            Meeting("Activation Lab", "Activation", ServiceKind.SKILLS, 105, 90, "cbt"),
        ),
        (
            Person("Katrin", "Sommer", "she/her", "1992-05-30"),
            Person("Leo", "Marchetti", "he/him", "1987-08-21"),
            Person("Maribel", "Ortega", "she/her", "1998-10-10", language="es"),
            Person("Nadia", "Rahman", "she/her", "1995-03-03"),
            Person("Oluwaseun", "Bakare", "he/him", "1982-01-25", "Seun"),
            Person("Phoebe", "Lindgren", "she/her", "2000-12-06"),
            Person("Quentin", "Dubois", "he/him", "1976-07-15"),
            Person("Rosa", "Jiménez", "she/her", "1989-09-27", language="es"),
        ),
    ),
    Group(
        "Trauma, day",
        TRAUMA,
        "Riverside",
        "Willow",
        "day",
        8,
        "thandi",
        None,
        (
            Meeting("Trauma Group", "Trauma", ServiceKind.GROUP, 0, 90, "cpt"),
            Meeting("Stabilization Skills", "Stabilize", ServiceKind.SKILLS, 105, 90, "mindfulness"),
        ),
        (
            Person("Samir", "Aziz", "he/him", "1986-02-13"),
            Person("Tamsin", "Hale", "she/her", "1993-06-18"),
            Person("Ugo", "Ferrari", "he/him", "1980-04-09"),
            Person("Violet", "Nakamura", "she/they", "1997-11-01"),
            Person("Wendell", "Price", "he/him", "1974-08-04"),
            Person("Ximena", "Salazar", "she/her", "1990-05-23", language="es"),
        ),
    ),
    Group(
        "Evening recovery",
        ADDICTION,
        "Northgate",
        "Birch",
        "evening",
        12,
        "arjun",
        "peer",
        (
            Meeting("Recovery Group", "Recovery", ServiceKind.GROUP, 0, 100, "relapse-prevention"),
            Meeting("Relapse Prevention", "Relapse prev.", ServiceKind.PSYCHOEDUCATION, 120, 80, "relapse-prevention"),
        ),
        (
            Person("Yusuf", "Demir", "he/him", "1984-10-31"),
            Person("Zora", "Whitfield", "she/her", "1991-01-09"),
            Person("Anselm", "Krüger", "he/him", "1978-03-26"),
            Person("Bettina", "Moreau", "she/her", "1988-12-12"),
            Person("Callum", "Reid", "he/him", "1995-07-07"),
            Person("Delphine", "Oyelaran", "she/her", "1982-05-16"),
            Person("Emre", "Yildiz", "he/him", "1999-09-02"),
            Person("Frances", "Doyle", "she/her", "1970-02-20"),
            Person("Gideon", "Amsel", "he/him", "1987-06-06"),
        ),
    ),
    Group(
        "Daily program",
        DAILY,
        "Northgate",
        "Elm",
        "day",
        10,
        "mara",
        None,
        (
            Meeting("Morning Group", "Morning", ServiceKind.GROUP, 0, 90, "cbt"),
            Meeting("Skills Group", "Skills", ServiceKind.SKILLS, 105, 90, "cbt"),
        ),
        (
            Person("Hana", "Kovač", "she/her", "2002-08-28"),
            Person("Isaac", "Thornton", "he/him", "1994-04-14"),
            Person("Jamila", "Osman", "she/her", "1989-11-11"),
            Person("Kieran", "Walsh", "he/him", "1996-10-24"),
            Person("Lucía", "Fernández", "she/her", "1992-02-08", language="es"),
        ),
    ),
)

WAITING = (
    Person("Milo", "Vance", "he/him", "1993-12-03"),
    Person("Noor", "Siddiqui", "she/her", "1998-05-19"),
    Person("Orla", "Brennan", "she/her", "1981-09-13"),
)
"""Referred and not yet admitted."""

TWICE = (
    Person("Callum", "Reid", "he/him", "1995-07-01"),
    Person("Orla", "Brenan", "she/her", "1981-09-13"),
)
"""Written down once more by the front desk when they called, a little otherwise: their records may be merged."""

NEAR = (("Robin", "sibling"), ("Alex", "partner"), ("Jordan", "parent"), ("Kim", "spouse"), ("Pat", "relative"))
"""Who is near somebody, by a given name and what they are to them; they share the family name."""

TOPICS: tuple[tuple[str, ...], ...] = (("emergencies",), ("emergencies", "attendance", "schedule"), ())
"""What may be talked about with them."""

WORK = (
    ("plan_review", "routine", 5),
    ("authorization", "soon", 2),
    ("contact", "routine", 1),
    ("discharge", "soon", 8),
)
"""What is due for people of a group: kind, how urgent, in how many days."""


WATCHED = "Nadia Rahman"
"""Whose last measure left an alert open."""

ONLINE = "Avery Brooks"
"""Who signs in by themselves."""


@dataclass(frozen=True)
class Note:
    """What somebody tells the team of a program; about one of its people, or about the day."""

    by: str
    program: str
    text: str
    about: str | None = None
    urgency: str = "routine"
    read_by: tuple[str, ...] = ()


NOTES = (
    Note(
        "klara",
        DBT,
        "Her bus is rerouted until Friday and she may be ten minutes late. She asked for the seat by the door,"
        " and would rather not explain it to the group.",
        about="Imani Cole",
        urgency="urgent",
    ),
    Note(
        "nurse",
        DBT,
        "Started a new blood pressure tablet on Monday and can feel dizzy when he gets up. Let him sit out the"
        " movement exercise, and call me if it does not pass.",
        about="Hector Ramos",
        read_by=("therapist", "klara", "director"),
    ),
    Note(
        "peer",
        ADDICTION,
        "The side door at Northgate sticks again. The evening group comes in by the front until it is mended.",
        read_by=("arjun", "director"),
    ),
)
