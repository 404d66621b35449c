import type {
  Account,
  Credential,
  CredentialKind,
  Location,
  Role,
  Room,
  RoomKind,
  ServiceGrant,
  ServiceKind,
  StaffFile,
  StaffStatus,
  StaffSummary,
} from "@/api/types";
import { expiryOf } from "@/lib/expiry";
import { thingsOf } from "@/lib/things";

export const roomKinds: readonly RoomKind[] = ["group_room", "office", "telehealth"];

export const staffStatuses: readonly StaffStatus[] = ["active", "on_leave", "left"];

const MOST_THINGS = 30;
const MOST_SEATS = 500;

/**
 * What a form changes of what it began with. The rest is not sent: after a conflict it would undo what somebody else
 * saved in fields that nobody touched here.
 */
export function onlyChanged<Body extends object>(body: Body, before: Body): Partial<Body> {
  const same = (name: string) =>
    JSON.stringify(body[name as keyof Body]) === JSON.stringify(before[name as keyof Body]);
  return Object.fromEntries(Object.entries(body).filter(([name]) => !same(name))) as Partial<Body>;
}

export type RoomForm = { name: string; kind: RoomKind; capacity: string; equipment: string; active: boolean };

export function roomForm(room: Room | null): RoomForm {
  return {
    name: room?.name ?? "",
    kind: room?.kind ?? "group_room",
    capacity: room ? String(room.capacity) : "",
    equipment: room?.equipment.join(", ") ?? "",
    active: room?.active ?? true,
  };
}

export type RoomError = "nameMissing" | "capacityWrong" | "equipmentMany";

/** What is missing before anything is sent, in the order of the fields. */
export function roomErrors(form: RoomForm): [keyof RoomForm, RoomError][] {
  const errors: [keyof RoomForm, RoomError][] = [];
  if (form.name.trim() === "") errors.push(["name", "nameMissing"]);
  const seats = Number(form.capacity);
  if (form.capacity.trim() === "" || !Number.isInteger(seats) || seats < 1 || seats > MOST_SEATS) {
    errors.push(["capacity", "capacityWrong"]);
  }
  if (thingsOf(form.equipment).length > MOST_THINGS) errors.push(["equipment", "equipmentMany"]);
  return errors;
}

export const locationFields = ["name", "time_zone", "state", "phone", "street", "city", "postal_code"] as const;
export type LocationForm = Record<(typeof locationFields)[number], string> & { active: boolean };

/** A new location begins with the organization's clock. */
export function locationForm(location: Location | null, timeZone: string): LocationForm {
  return {
    name: location?.name ?? "",
    time_zone: location?.time_zone ?? timeZone,
    state: location?.state ?? "",
    phone: location?.phone ?? "",
    street: location?.street ?? "",
    city: location?.city ?? "",
    postal_code: location?.postal_code ?? "",
    active: location?.active ?? true,
  };
}

export type LocationError = "nameMissing" | "timeZoneMissing" | "stateWrong";

export function locationErrors(form: LocationForm): [keyof LocationForm, LocationError][] {
  const errors: [keyof LocationForm, LocationError][] = [];
  if (form.name.trim() === "") errors.push(["name", "nameMissing"]);
  if (form.time_zone.trim() === "") errors.push(["time_zone", "timeZoneMissing"]);
  if (!/^[A-Z]{2}$/.test(form.state.trim())) errors.push(["state", "stateWrong"]);
  return errors;
}

/** Text to send, null where a field that may be empty is. */
export const orNull = (text: string) => text.trim() || null;

/** What is in use first; the order of names within. */
export function inUseFirst<One extends { active: boolean }>(things: readonly One[]): One[] {
  return [...things].sort((a, b) => Number(b.active) - Number(a.active));
}

/** For each person the credential that ends next or ended last, where one does near today. */
export function endingNext(credentials: readonly Credential[]): Map<string, Credential> {
  const next = new Map<string, Credential>();
  for (const one of credentials) {
    if (one.expires_on === null || one.revoked_on !== null) continue;
    const known = next.get(one.staff_id);
    if (!known?.expires_on || one.expires_on < known.expires_on) next.set(one.staff_id, one);
  }
  return next;
}

/** Whose licence ends or has ended first, the soonest first; then the others as they come; who has left, last. */
export function staffInOrder(people: readonly StaffSummary[], ending: Map<string, Credential>): StaffSummary[] {
  const rank = (person: StaffSummary) => (person.status === "left" ? 2 : ending.has(person.id) ? 0 : 1);
  const end = (person: StaffSummary) => ending.get(person.id)?.expires_on ?? "";
  return [...people].sort((a, b) => {
    const byRank = rank(a) - rank(b);
    return byRank !== 0 || rank(a) !== 0 ? byRank : end(a).localeCompare(end(b));
  });
}

/** Accounts by the person on file they stand for. */
export function accountsByPerson(accounts: readonly Account[]): Map<string, Account> {
  return new Map(accounts.flatMap((one) => (one.subject_id ? [[one.subject_id, one] as const] : [])));
}

type Period = Pick<ServiceGrant, "starts_on" | "ends_on">;

/** Where a period with both days included stands. */
export function periodState({ starts_on, ends_on }: Period, today: string): "ahead" | "running" | "over" {
  if (ends_on !== null && ends_on < today) return "over";
  return starts_on > today ? "ahead" : "running";
}

/** Which credentials count today come first, the soonest end before others; then what counts no more. */
export function credentialsInOrder(credentials: readonly Credential[], today: string): Credential[] {
  const gone = (one: Credential) => one.revoked_on !== null || expiryOf(one.expires_on, today).state === "expired";
  return [...credentials].sort(
    (a, b) =>
      Number(gone(a)) - Number(gone(b)) || (a.expires_on ?? "9999-12-31").localeCompare(b.expires_on ?? "9999-12-31"),
  );
}

const isEmail = (text: string) => /^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(text);

export type PersonForm = { given_name: string; family_name: string; title: string; email: string; roles: Role[] };
export type PersonError = "givenNameMissing" | "familyNameMissing" | "emailWrong" | "rolesMissing";

/** An invitation needs an email address and a role; somebody put on file needs neither. */
export function personErrors(form: PersonForm, inviting: boolean): [keyof PersonForm, PersonError][] {
  const errors: [keyof PersonForm, PersonError][] = [];
  if (form.given_name.trim() === "") errors.push(["given_name", "givenNameMissing"]);
  if (form.family_name.trim() === "") errors.push(["family_name", "familyNameMissing"]);
  const email = form.email.trim();
  if ((inviting || email !== "") && !isEmail(email)) errors.push(["email", "emailWrong"]);
  if (inviting && form.roles.length === 0) errors.push(["roles", "rolesMissing"]);
  return errors;
}

/**
 * Whether somebody sees the credentials of everybody. Who stands in the room with a group sees their own only, unless
 * they also keep credentials or supervise; the server decides, this only keeps what it would refuse out of sight.
 */
export function seesAllCredentials(permissions: readonly string[]): boolean {
  const has = (permission: string) => permissions.includes(permission);
  return has("credential:read") && (has("credential:manage") || has("supervision:manage") || !has("attendance:mark"));
}

export const credentialKinds: readonly CredentialKind[] = [
  "md",
  "do",
  "pmhnp",
  "np",
  "pa",
  "psychologist",
  "lcsw",
  "lmsw",
  "lpc",
  "lpc_associate",
  "lmft",
  "lmft_associate",
  "rn",
  "cadc",
  "otr",
  "ctrs",
  "peer_specialist",
];

export type CredentialForm = {
  kind: CredentialKind | "";
  number: string;
  state: string;
  issued_on: string;
  expires_on: string;
};

export function credentialForm(credential: Credential | null): CredentialForm {
  return {
    kind: credential?.kind ?? "",
    number: credential?.number ?? "",
    state: credential?.state ?? "",
    issued_on: credential?.issued_on ?? "",
    expires_on: credential?.expires_on ?? "",
  };
}

export type CredentialError = "kindMissing" | "numberMissing" | "stateWrong" | "issuedOnMissing";

export function credentialErrors(form: CredentialForm): [keyof CredentialForm, CredentialError][] {
  const errors: [keyof CredentialForm, CredentialError][] = [];
  if (form.kind === "") errors.push(["kind", "kindMissing"]);
  if (form.number.trim() === "") errors.push(["number", "numberMissing"]);
  if (form.state.trim() !== "" && !/^[A-Z]{2}$/.test(form.state.trim())) errors.push(["state", "stateWrong"]);
  if (form.issued_on === "") errors.push(["issued_on", "issuedOnMissing"]);
  return errors;
}

export const serviceKinds: readonly ServiceKind[] = [
  "group",
  "individual",
  "family",
  "psychiatric_evaluation",
  "medication_management",
  "psychoeducation",
  "skills",
  "recreation",
  "orientation",
  "intake",
  "screening",
];

export type FileForm = Record<
  "display_name" | "given_name" | "family_name" | "pronouns" | "title" | "email" | "phone",
  string
>;

export function fileForm(person: StaffFile): FileForm {
  return {
    display_name: person.display_name,
    given_name: person.given_name,
    family_name: person.family_name,
    pronouns: person.pronouns ?? "",
    title: person.title ?? "",
    email: person.email ?? "",
    phone: person.phone ?? "",
  };
}

export type FileError = "displayNameMissing" | "givenNameMissing" | "familyNameMissing" | "emailWrong";

export function fileErrors(form: FileForm): [keyof FileForm, FileError][] {
  const errors: [keyof FileForm, FileError][] = [];
  if (form.display_name.trim() === "") errors.push(["display_name", "displayNameMissing"]);
  if (form.given_name.trim() === "") errors.push(["given_name", "givenNameMissing"]);
  if (form.family_name.trim() === "") errors.push(["family_name", "familyNameMissing"]);
  if (form.email.trim() !== "" && !isEmail(form.email.trim())) errors.push(["email", "emailWrong"]);
  return errors;
}
