import type {
  AccountRoleCreate,
  CredentialCreate,
  CredentialRevoke,
  CredentialUpdate,
  LocationCreate,
  LocationUpdate,
  OnCallShiftCreate,
  RoomCreate,
  RoomUpdate,
  ServiceGrantCreate,
  StaffCreate,
  StaffHoursChange,
  StaffInvitation,
  StaffInvite,
  StaffStatusChange,
  StaffUpdate,
} from "@/api/types";
import type { FieldsOf } from "@/ui/refused-fields";

export const locationFields = {
  name: "name",
  time_zone: "time_zone",
  state: "state",
  phone: "phone",
  street: "street",
  city: "city",
  postal_code: "postal_code",
  active: "active",
} satisfies FieldsOf<LocationCreate & LocationUpdate>;

export const roomFields = {
  location_id: "",
  name: "name",
  kind: "kind",
  capacity: "capacity",
  equipment: "equipment",
  active: "active",
} satisfies FieldsOf<RoomCreate & RoomUpdate>;

/** The name shown, pronouns, phone, languages and the first day are asked for in the file, once there is one. */
export const personFields = {
  given_name: "given_name",
  family_name: "family_name",
  title: "title",
  email: "email",
  roles: "roles",
  display_name: "",
  pronouns: "",
  phone: "",
  languages: "",
  started_on: "",
} satisfies FieldsOf<StaffCreate & StaffInvitation>;

export const fileFields = {
  display_name: "display_name",
  given_name: "given_name",
  family_name: "family_name",
  pronouns: "pronouns",
  title: "title",
  email: "email",
  phone: "phone",
  languages: "",
  started_on: "",
} satisfies FieldsOf<StaffUpdate>;

/** A last day before the first is refused as what it becomes in the file. */
export const statusFields = {
  status: "status",
  on: "on",
  ends_on: "on",
} satisfies FieldsOf<StaffStatusChange & { ends_on: string }>;

export const inviteFields = { roles: "roles" } satisfies FieldsOf<StaffInvite>;

export const credentialFields = {
  kind: "kind",
  number: "number",
  state: "state",
  issued_on: "issued_on",
  expires_on: "expires_on",
} satisfies FieldsOf<CredentialCreate & CredentialUpdate>;

export const revokeFields = { revoked_on: "revoked_on", reason: "reason" } satisfies FieldsOf<CredentialRevoke>;

export const grantFields = {
  service_kind: "what",
  starts_on: "starts_on",
  ends_on: "ends_on",
  reason: "reason",
} satisfies FieldsOf<ServiceGrantCreate>;

export const roleFields = {
  role: "what",
  starts_on: "starts_on",
  ends_on: "ends_on",
} satisfies FieldsOf<AccountRoleCreate>;

export const shiftFields = {
  account_id: "account_id",
  backup_id: "backup_id",
  starts_at: "starts_at",
  ends_at: "ends_at",
} satisfies FieldsOf<OnCallShiftCreate>;

export const hoursFields = {
  hours: "hours",
  preferred: "preferred",
  longest_day_minutes: "longestDay",
  longest_week_minutes: "longestWeek",
  lunch: "lunch",
} satisfies FieldsOf<StaffHoursChange>;
