import { HttpResponse, http } from "msw";

import type {
  CredentialCreate,
  LocationCreate,
  PasswordChange,
  Role,
  RoomCreate,
  SecondFactorProof,
  ServiceGrantCreate,
  StaffHoursChange,
} from "@/api/types";

import { type Clinic, idOf } from "./clinic";
import { aCredential, aLocation, aPerson, aRoom } from "./clinic-setup";
import { problem } from "./handlers";

type Versioned = { id: string; version: number };

/** Changes one of a list as the server does: only on the version it rests on. */
function changed<One extends Versioned>(list: One[], id: unknown, match: string | null, change: Partial<One>) {
  const stored = list.find((one) => one.id === id);
  if (!stored) return problem(404, "not-found");
  if (match !== `"${stored.version}"`) return problem(412, "stale-version");
  Object.assign(stored, change, { version: stored.version + 1 });
  return HttpResponse.json(stored);
}

const recoveryCodes = Array.from({ length: 10 }, (_, index) => `ABCD-EFGH-IJKL-MNOP-QRST-${index}UVW`);

const refused = (pointer: string, code: string) => problem(422, code, { errors: [{ pointer, code, detail: "" }] });

/** Places, staff, accounts and audit entries, answering from one clinic. */
export function setUpHandlers(clinic: Clinic, at: (path: string) => string) {
  const { setUp } = clinic;
  const page = <Item>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });
  const enrolment = {
    purpose: "invitation" as const,
    token: "secret",
    link: "https://app.example/enrol#secret",
    expires_at: "2026-11-25T17:00:00Z",
  };
  return [
    http.get(at("/locations"), () => page(setUp.locations)),
    http.post(at("/locations"), async ({ request }) => {
      const given = (await request.json()) as LocationCreate;
      if (setUp.locations.some((one) => one.name === given.name)) return problem(409, "location-name-taken");
      if (!given.time_zone.includes("/")) {
        const code = "time-zone-unknown";
        return problem(422, code, { errors: [{ pointer: "/time_zone", code, detail: "No such IANA time zone" }] });
      }
      const made = { ...aLocation(given.name), ...given } as (typeof setUp.locations)[number];
      setUp.locations.push(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.patch(at("/locations/:id"), async ({ params, request }) =>
      changed(setUp.locations, params.id, request.headers.get("If-Match"), (await request.json()) as object),
    ),
    http.get(at("/rooms"), () => page(setUp.rooms)),
    http.post(at("/rooms"), async ({ request }) => {
      const given = (await request.json()) as RoomCreate;
      if (setUp.rooms.some((one) => one.name === given.name)) return problem(409, "room-name-taken");
      const made = { ...aRoom(given.name), ...given };
      setUp.rooms.push(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.patch(at("/rooms/:id"), async ({ params, request }) => {
      const elsewhere = setUp.changedElsewhere.get(String(params.id));
      const room = setUp.rooms.find((one) => one.id === params.id);
      if (elsewhere && room) {
        Object.assign(room, elsewhere, { version: room.version + 1 });
        setUp.changedElsewhere.delete(room.id);
      }
      return changed(setUp.rooms, params.id, request.headers.get("If-Match"), (await request.json()) as object);
    }),

    http.get(at("/staff"), () => page(setUp.staff)),
    http.post(at("/staff"), async ({ request }) => {
      const given = (await request.json()) as { given_name: string; family_name: string };
      const made = aPerson(`${given.given_name} ${given.family_name}`, { account_id: null });
      setUp.staff.push(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.post(at("/staff/invitations"), async ({ request }) => {
      const given = (await request.json()) as { given_name: string; family_name: string; email: string };
      if (setUp.accounts.some((one) => one.email === given.email)) {
        return problem(409, "email-taken", { errors: [{ pointer: "/email", code: "email-taken", detail: "" }] });
      }
      const staff = aPerson(`${given.given_name} ${given.family_name}`);
      setUp.staff.push(staff);
      return HttpResponse.json({ staff, enrolment }, { status: 201 });
    }),
    http.get(at("/staff/:id"), ({ params }) => {
      const found = setUp.staff.find((one) => one.id === params.id);
      return found ? HttpResponse.json(found) : problem(404, "staff-not-found");
    }),
    http.patch(at("/staff/:id"), async ({ params, request }) =>
      changed(setUp.staff, params.id, request.headers.get("If-Match"), (await request.json()) as object),
    ),
    http.post(at("/staff/:id/status"), async ({ params, request }) => {
      const given = (await request.json()) as { status: "active" | "on_leave" | "left"; on?: string };
      const found = setUp.staff.find((one) => one.id === params.id);
      if (!found) return problem(404, "staff-not-found");
      if (given.on && found.started_on && given.on < found.started_on) {
        return problem(422, "dates-reversed", {
          errors: [{ pointer: "/ends_on", code: "dates-reversed", detail: "" }],
        });
      }
      Object.assign(found, { status: given.status, ended_on: given.on ?? null });
      return HttpResponse.json(found);
    }),
    http.post(at("/staff/:id/invite"), ({ params }) => {
      const staff = setUp.staff.find((one) => one.id === params.id);
      return HttpResponse.json({ staff, enrolment }, { status: 201 });
    }),
    http.get(at("/staff/:id/credentials"), ({ params }) =>
      page(setUp.credentials.filter((one) => one.staff_id === params.id)),
    ),
    http.post(at("/staff/:id/credentials"), async ({ params, request }) => {
      const given = (await request.json()) as CredentialCreate;
      if (!given.state && given.kind !== "cadc") {
        return problem(422, "state-missing", { errors: [{ pointer: "/state", code: "state-missing", detail: "" }] });
      }
      const made = { ...aCredential("new"), verified_at: null, ...given, staff_id: String(params.id) };
      setUp.credentials.push(made as (typeof setUp.credentials)[number]);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.get(at("/staff-credentials/expiring"), () =>
      page(setUp.credentials.filter((one) => one.expires_on !== null && one.expires_on < "2027-01-18")),
    ),
    http.patch(at("/staff-credentials/:id"), async ({ params, request }) =>
      changed(setUp.credentials, params.id, request.headers.get("If-Match"), {
        ...((await request.json()) as object),
        verified_at: null,
      }),
    ),
    http.post(at("/staff-credentials/:id/verify"), ({ params }) => {
      const found = setUp.credentials.find((one) => one.id === params.id);
      if (found) found.verified_at = "2026-11-18T17:12:00Z";
      return found ? HttpResponse.json(found) : problem(404, "credential-not-found");
    }),
    http.post(at("/staff-credentials/:id/revoke"), async ({ params, request }) => {
      const given = (await request.json()) as { revoked_on: string; reason: string };
      const found = setUp.credentials.find((one) => one.id === params.id);
      if (!found) return problem(404, "credential-not-found");
      Object.assign(found, { revoked_on: given.revoked_on, revoke_reason: given.reason });
      return HttpResponse.json(found);
    }),
    http.get(at("/staff/:id/hours"), ({ params }) => HttpResponse.json(setUp.hours(String(params.id)))),
    http.put(at("/staff/:id/hours"), async ({ params, request }) => {
      const stored = setUp.hours(String(params.id));
      if (request.headers.get("If-Match") !== `"${stored.version}"`) return problem(412, "stale-version");
      Object.assign(stored, (await request.json()) as StaffHoursChange, { version: stored.version + 1 });
      return HttpResponse.json(stored);
    }),
    http.get(at("/staff/:id/service-grants"), ({ params }) =>
      page(setUp.grants.filter((one) => one.staff_id === params.id)),
    ),
    http.post(at("/staff/:id/service-grants"), async ({ params, request }) => {
      const given = (await request.json()) as ServiceGrantCreate;
      if (setUp.grants.some((one) => one.service_kind === given.service_kind)) return problem(409, "grant-overlaps");
      const made = { ...setUp.grants[0], ...given, id: idOf(given.service_kind), staff_id: String(params.id) };
      setUp.grants.push(made as (typeof setUp.grants)[number]);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.post(at("/staff/:id/service-grants/:grant/end"), ({ params }) => {
      const found = setUp.grants.find((one) => one.id === params.grant);
      if (found) found.ends_on = clinic.today;
      return HttpResponse.json(found);
    }),

    http.get(at("/accounts"), () => page(setUp.accounts)),
    http.get(at("/accounts/:id"), ({ params }) => {
      const found = setUp.accounts.find((one) => one.id === params.id);
      return found ? HttpResponse.json(found) : problem(404, "account-not-found");
    }),
    http.post(at("/accounts/:id/enrolments"), () => HttpResponse.json(enrolment, { status: 201 })),
    http.post(at("/accounts/:id/roles"), async ({ params, request }) => {
      const given = (await request.json()) as { role: Role; starts_on: string; ends_on: string | null };
      const account = setUp.accounts.find((one) => one.id === params.id);
      if (account?.roles.some((one) => one.role === given.role)) return problem(409, "role-overlaps");
      const made = { ...given, id: idOf(given.role), version: 1 };
      account?.roles.push(made);
      return HttpResponse.json(made, { status: 201 });
    }),
    http.post(at("/accounts/:id/roles/:role/end"), ({ params }) => {
      const account = setUp.accounts.find((one) => one.id === params.id);
      if (account) account.roles = account.roles.filter((one) => one.id !== params.role);
      return HttpResponse.json(account);
    }),
    http.get(at("/accounts/:id/audit-entries"), ({ request }) => {
      const query = new URL(request.url).searchParams;
      const from = Number(query.get("cursor") ?? 0);
      const limit = Number(query.get("limit"));
      const found = setUp.entries
        .filter((one) => !query.get("outcome") || one.outcome === query.get("outcome"))
        .filter((one) => !query.get("action") || one.action === query.get("action"));
      const next_cursor = from + limit < found.length ? String(from + limit) : null;
      return HttpResponse.json({ items: found.slice(from, from + limit), next_cursor });
    }),

    http.post(at("/auth/enrolments/inspect"), async ({ request }) => {
      const { token } = (await request.json()) as { token: string };
      if (token !== "secret") return problem(409, "enrolment-refused");
      return HttpResponse.json({
        purpose: "invitation",
        organization_name: "Riverside",
        organization_slug: "riverside",
        display_name: "Noor Haddad",
        email: "noor@riverside.example",
        expires_at: enrolment.expires_at,
        min_length: 15,
      });
    }),
    http.post(at("/auth/enrol"), async ({ request }) => {
      const { password } = (await request.json()) as { password: string };
      if (password.includes("riverside")) return problem(422, "password-refused", { flaw: "guessable" });
      return HttpResponse.json({ organization_slug: "riverside", email: "noor@riverside.example" });
    }),

    http.get(at("/auth/sessions"), () => page(setUp.devices)),
    http.post(at("/auth/sessions/:id/end"), ({ params }) => {
      setUp.devices = setUp.devices.filter((one) => one.id !== params.id);
      return new HttpResponse(null, { status: 204 });
    }),
    http.post(at("/auth/sign-out-others"), () => {
      const ended = setUp.devices.filter((one) => !one.current).length;
      setUp.devices = setUp.devices.filter((one) => one.current);
      return HttpResponse.json({ ended });
    }),
    http.get(at("/auth/second-factor"), () => HttpResponse.json(setUp.factor)),
    http.post(at("/auth/second-factor/start"), async ({ request }) => {
      const given = (await request.json()) as SecondFactorProof;
      if (given.present_password !== "right") return refused("/present_password", "wrong-password");
      const secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
      return HttpResponse.json({ secret, address: `otpauth://totp/Handrail:dana?secret=${secret}&issuer=Handrail` });
    }),
    http.post(at("/auth/second-factor/confirm"), async ({ request }) => {
      const given = (await request.json()) as SecondFactorProof;
      if (given.code !== "123456") return refused("/code", "wrong-code");
      setUp.factor = { on: true, since: "2026-11-18T17:12:00Z", recovery_codes_left: 10 };
      setUp.devices = setUp.devices.filter((one) => one.current);
      return HttpResponse.json({ codes: recoveryCodes });
    }),
    http.post(at("/auth/second-factor/recovery-codes"), async ({ request }) => {
      const given = (await request.json()) as SecondFactorProof;
      if (given.code !== "123456") return refused("/code", "wrong-code");
      setUp.factor = { ...setUp.factor, recovery_codes_left: 10 };
      return HttpResponse.json({ codes: recoveryCodes });
    }),
    http.post(at("/auth/second-factor/off"), async ({ request }) => {
      const given = (await request.json()) as SecondFactorProof;
      if (given.present_password !== "right") return refused("/present_password", "wrong-password");
      setUp.factor = { on: false, since: null, recovery_codes_left: 0 };
      return HttpResponse.json(setUp.factor);
    }),
    http.post(at("/accounts/:id/second-factor/take-away"), ({ params }) => {
      const account = setUp.accounts.find((one) => one.id === params.id);
      if (account) account.second_factor = false;
      return HttpResponse.json(account);
    }),
    http.post(at("/auth/password"), async ({ request }) => {
      const given = (await request.json()) as PasswordChange;
      if (given.present_password !== "right") return refused("/present_password", "wrong-password");
      if (given.password.includes("riverside")) {
        return problem(422, "password-refused", {
          flaw: "guessable",
          errors: [{ pointer: "/password", code: "password-refused", detail: "" }],
        });
      }
      setUp.devices = setUp.devices.filter((one) => one.current);
      return new HttpResponse(null, { status: 204 });
    }),
  ];
}
