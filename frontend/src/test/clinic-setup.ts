import type {
  Account,
  AuditEntry,
  Credential,
  Location,
  LoginSession,
  Room,
  SecondFactor,
  ServiceGrant,
  SignedIn,
  StaffFile,
  StaffHours,
} from "@/api/types";
import { addDays } from "@/lib/time";

import { idOf } from "./clinic";

/** Places, staff, accounts and audit entries of an invented clinic. Each call makes new ones. */

export function aLocation(name: string, change: Partial<Location> = {}): Location {
  return {
    id: idOf(name.toLowerCase()),
    name,
    time_zone: "America/Denver",
    state: "CO",
    phone: null,
    street: "12 Main Street",
    city: "Pueblo",
    postal_code: "81003",
    active: true,
    version: 1,
    ...change,
  };
}

export function aRoom(name: string, change: Partial<Room> = {}): Room {
  return {
    id: idOf(`room ${name}`),
    location_id: idOf("main street"),
    name,
    kind: "group_room",
    capacity: 12,
    equipment: ["Whiteboard"],
    active: true,
    version: 1,
    ...change,
  };
}

export function aPerson(name: string, change: Partial<StaffFile> = {}): StaffFile {
  const [given_name = "", family_name = ""] = name.split(" ");
  return {
    id: idOf(`staff ${given_name.toLowerCase()}`),
    display_name: name,
    given_name,
    family_name,
    pronouns: null,
    title: "Primary therapist",
    licence: "in_force",
    languages: ["en"],
    status: "active",
    email: `${given_name.toLowerCase()}@riverside.example`,
    phone: null,
    started_on: "2025-03-03",
    ended_on: null,
    account_id: idOf(`account ${given_name.toLowerCase()}`),
    may_lead: ["group", "individual"],
    licensed_until: "2027-06-30",
    version: 1,
    ...change,
  };
}

export function aCredential(staffName: string, change: Partial<Credential> = {}): Credential {
  return {
    id: idOf(`credential ${staffName} ${change.kind ?? "lcsw"}`),
    staff_id: idOf(`staff ${staffName.toLowerCase()}`),
    kind: "lcsw",
    number: "SW-10482",
    state: "CO",
    issued_on: "2022-06-30",
    expires_on: "2027-06-30",
    verified_at: "2026-01-12T17:00:00Z",
    revoked_on: null,
    revoke_reason: null,
    version: 1,
    ...change,
  };
}

export function anAccount(name: string, role: Account["roles"][number]["role"]): Account {
  const given = (name.split(" ")[0] ?? "").toLowerCase();
  return {
    id: idOf(`account ${given}`),
    email: `${given}@riverside.example`,
    display_name: name,
    status: "active",
    second_factor: false,
    subject_kind: "staff",
    subject_id: idOf(`staff ${given}`),
    licensed_until: null,
    created_at: "2025-03-03T16:00:00Z",
    roles: [{ id: idOf(`role ${given}`), role, starts_on: "2025-03-03", ends_on: null, version: 1 }],
    version: 1,
  };
}

export function aDevice(device: string, change: Partial<LoginSession> = {}): LoginSession {
  return {
    id: idOf(`device ${device}`),
    device,
    created_at: "2026-11-18T15:00:00Z",
    last_seen_at: "2026-11-18T17:00:00Z",
    expires_at: "2026-11-19T03:00:00Z",
    current: false,
    ...change,
  };
}

export function anEntry(index: number, change: Partial<AuditEntry> = {}): AuditEntry {
  return {
    id: idOf(`entry ${index}`),
    at: "2026-11-18T17:12:00Z",
    account_id: idOf("account dana"),
    display_name: "Dana Ruiz, LCSW",
    roles: ["therapist"],
    client: "session",
    action: "read_roster",
    resource: "/sessions/{session_id}/roster",
    outcome: "success",
    status: 200,
    part2: false,
    break_glass_reason: null,
    people: 10,
    participant_ids: [],
    ...change,
  };
}

export class SetUp {
  private hoursOf = new Map<string, StaffHours>();
  locations: Location[] = [aLocation("Main Street"), aLocation("Harbor", { street: "4 Quay Road" })];
  rooms: Room[] = [aRoom("Attic", { active: false }), aRoom("Birch"), aRoom("Cedar"), aRoom("Maple")];
  staff: StaffFile[];
  credentials: Credential[];
  grants: ServiceGrant[];
  accounts: Account[];
  devices: LoginSession[] = [
    aDevice("Chrome on Android", { last_seen_at: "2026-11-17T02:00:00Z" }),
    aDevice("Firefox on Windows", { current: true }),
    aDevice("Safari on iPad", { last_seen_at: "2026-11-18T01:00:00Z" }),
  ];
  /** When somebody works: nothing is on file before it is changed. */
  hours(staffId: string): StaffHours {
    const nothing = { longest_day_minutes: null, longest_week_minutes: null, lunch: null };
    const hours = this.hoursOf.get(staffId) ?? {
      staff_id: staffId,
      version: 1,
      hours: [],
      preferred: [],
      time_off: [],
      ...nothing,
    };
    this.hoursOf.set(staffId, hours);
    return hours;
  }

  entries: AuditEntry[] = [
    anEntry(1),
    anEntry(2, { action: "read_participant", outcome: "refused", status: 404, people: 1 }),
    anEntry(3, { action: "move_bed", people: 0, roles: ["warden"] }),
    ...Array.from({ length: 57 }, (_, index) => anEntry(index + 4, { action: "read_today", outcome: "not_modified" })),
  ];
  /** One's own authenticator app. */
  factor: SecondFactor = { on: false, since: null, recovery_codes_left: 0 };
  /** Changes that somebody else makes first: the next change here meets theirs. */
  changedElsewhere = new Map<string, Partial<Room>>();

  constructor(today: string) {
    this.staff = [
      aPerson("Adaeze Obi", { may_lead: ["skills"] }),
      aPerson("Dana Ruiz"),
      aPerson("Lena Frank", { account_id: null, title: "Intern" }),
      aPerson("Omar Aziz", { status: "left" }),
    ];
    this.credentials = [
      aCredential("Adaeze", { kind: "lpc", expires_on: addDays(today, 12), verified_at: null }),
      aCredential("Dana"),
      aCredential("Dana", { kind: "cadc", number: "C-77", expires_on: addDays(today, -3) }),
    ];
    this.grants = [
      {
        id: idOf("grant"),
        staff_id: idOf("staff dana"),
        service_kind: "family",
        starts_on: addDays(today, -30),
        ends_on: null,
        reason: "Trained in multi-family groups",
        granted_by: idOf("account helen"),
        version: 1,
      },
    ];
    this.accounts = [
      anAccount("Adaeze Obi", "therapist"),
      anAccount("Dana Ruiz", "supervisor"),
      anAccount("Omar Aziz", "nurse"),
    ];
  }
}

/** Rights by role, as far as these pages ask for them. */
export const rightsOf = {
  administrator: [
    "location:write",
    "room:write",
    "staff:read",
    "staff:manage",
    "staff:invite",
    "credential:read",
    "credential:manage",
    "account:read",
    "account:manage",
  ],
  director: [
    "location:write",
    "room:write",
    "staff:read",
    "staff:manage",
    "credential:read",
    "credential:manage",
    "service_grant:manage",
    "attendance:mark",
  ],
  therapist: ["staff:read", "credential:read", "attendance:mark", "schedule:read", "participant:read"],
  auditor: ["staff:read", "credential:read", "account:read", "audit:account", "audit:chart", "break_glass:read"],
} satisfies Record<string, SignedIn["permissions"]>;
