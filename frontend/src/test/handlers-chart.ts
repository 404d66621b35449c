import { HttpResponse, http } from "msw";

import type {
  AvailabilityWrite,
  ContactAttemptCreate,
  ContactWayCreate,
  ContactWayUpdate,
  ContactWrite,
  FormerName,
  FormerNameCreate,
  Identifier,
  IdentifierCreate,
  IdentifierUpdate,
  Participant,
  Payer,
  PayerCreate,
  SuitableHours,
  SuitableHoursWrite,
} from "@/api/types";

import { idOf } from "./clinic";
import type { Chart } from "./clinic-chart";
import { aContact, anAttempt, anIdentifier, aWay, aWindow, PERSON } from "./clinic-person";
import { API, problem } from "./handlers";

const page = <Item>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });

/** The API about one person, answering from their chart. */
export function chartHandlers(chart: Chart, api = API) {
  const at = (path: string) => `${api}/api/v1${path}`;
  const of = (path = "") => at(`/participants/:id${path}`);
  const hidden = () => (chart.restricted ? problem(404, "participant-not-found") : null);

  return [
    http.get(of(), ({ params }) =>
      params.id === chart.person.id
        ? (hidden() ?? HttpResponse.json(chart.person))
        : problem(404, "participant-not-found"),
    ),
    http.patch(of(), async ({ request }) => {
      if (request.headers.get("If-Match") !== `"${chart.person.version}"`) return problem(412, "stale-version");
      const change = (await request.json()) as Partial<Participant>;
      chart.changes.push(change);
      chart.person = { ...chart.person, ...change, version: chart.person.version + 1 };
      return HttpResponse.json(chart.person);
    }),
    http.get(at("/episodes"), () => page(chart.episodes)),
    http.get(at("/episodes/:id/progress"), () =>
      HttpResponse.json({
        on: chart.today,
        status: "active",
        day_number: 14,
        day_total: 24,
        week: { starts_on: "2026-11-16", target_minutes: 540, expected_minutes: 540, expected_days: 3 },
      }),
    ),
    http.get(at("/episodes/:id/ledger"), () => HttpResponse.json(chart.weeks[0])),
    http.get(of("/last-sessions"), () => HttpResponse.json({ participant_id: PERSON, sessions: chart.lastSessions })),
    http.get(of("/ledger"), () => HttpResponse.json({ participant_id: PERSON, weeks: chart.weeks })),
    http.get(of("/doses"), () =>
      HttpResponse.json({ participant_id: PERSON, episode_id: null, minutes: 990, modalities: chart.doses }),
    ),
    http.get(of("/courses"), () => page(chart.courses)),
    http.get(of("/risk-screens"), () => page([])),
    http.get(at("/alerts"), () => page([])),
    http.get(of("/homework"), () => page(chart.homework)),
    http.get(at("/episodes/:id/leaves"), () => page(chart.leaves)),
    http.get(at("/cohort-memberships"), () => page(chart.memberships)),
    http.get(of("/sessions"), () => page(chart.ahead)),
    http.get(at("/tasks"), () => page(chart.tasks)),
    http.post(at("/tasks/:id/complete"), async ({ params, request }) => {
      const task = chart.tasks.find((one) => one.id === params.id);
      if (!task) return problem(404, "task-not-found");
      chart.tasks = chart.tasks.filter((one) => one !== task);
      const { note } = (await request.json()) as { note: string | null };
      chart.done.push({ id: task.id, note });
      return HttpResponse.json({ ...task, status: "done", done_note: note });
    }),
    http.patch(at("/tasks/:id"), async ({ params, request }) => {
      const task = chart.tasks.find((one) => one.id === params.id);
      if (request.headers.get("If-Match") !== `"${task?.version}"`) return problem(412, "stale-version");
      Object.assign(task ?? {}, await request.json());
      return HttpResponse.json(task);
    }),
    http.post(at("/participants/duplicates/not-same"), async ({ request }) => {
      chart.toldApart.push((await request.json()) as Record<string, unknown>);
      chart.suggestions = [];
      return HttpResponse.json({}, { status: 201 });
    }),
    http.get(at("/programs"), () =>
      page([
        { id: idOf("program day"), name: "Trauma, day track" },
        { id: idOf("program evening"), name: "Evening track" },
      ]),
    ),
    http.get(at("/cohorts"), () =>
      page(["Day DBT cohort", "Trauma day cohort"].map((name) => ({ id: idOf(name), name }))),
    ),
    http.get(at("/staff"), () => page([{ id: idOf("staff dana"), display_name: "Dana Ruiz, LCSW" }])),
    http.get(at("/staff/:id"), () => HttpResponse.json({ id: idOf("staff dana"), display_name: "Dana Ruiz" })),
    http.get(at("/episodes/:episode/payers"), () => page(chart.payers)),
    http.post(at("/episodes/:episode/payers"), async ({ request, params }) => {
      const given = (await request.json()) as PayerCreate;
      const payer = { ...given, id: idOf(`payer ${given.starts_on}`), episode_id: String(params.episode), version: 1 };
      chart.payers.push(payer as Payer);
      return HttpResponse.json(payer, { status: 201 });
    }),
    http.post(at("/episodes/:episode/payers/:payer/void"), ({ params }) => {
      const gone = chart.payers.find(({ id }) => id === params.payer);
      chart.payers = chart.payers.filter((one) => one !== gone);
      return HttpResponse.json(gone);
    }),
    http.get(at("/week-rules"), () => page([{ payer: "medicaid" }, { payer: null }, { payer: "medicaid" }])),
    http.get(of("/identifiers"), () => page(chart.identifiers)),
    http.post(of("/identifiers"), async ({ request }) => {
      const given = (await request.json()) as IdentifierCreate;
      const identifier = { ...anIdentifier(given.value), ...given } as Identifier;
      chart.identifiers.push(identifier);
      return HttpResponse.json(identifier, { status: 201 });
    }),
    http.put(of("/identifiers/:identifier"), async ({ params, request }) => {
      const change = (await request.json()) as IdentifierUpdate;
      return replaced(chart.identifiers, params.identifier, request.headers.get("If-Match"), change);
    }),
    http.post(of("/former-names"), async ({ request }) => {
      const given = (await request.json()) as FormerNameCreate;
      const name = { name_prefix: null, name_suffix: null, ...given, id: idOf("added name") } as FormerName;
      chart.formerNames.push(name);
      return HttpResponse.json(name, { status: 201 });
    }),
    http.get(of("/merged-records"), () => page([])),
    http.get(of("/former-names"), () => page(chart.formerNames)),
    http.get(of("/audit-entries"), () => page(chart.audit)),
    http.post(of("/break-glass"), () => {
      if (chart.part2) return problem(404, "participant-not-found");
      chart.restricted = false;
      return HttpResponse.json(
        { id: idOf("use"), participant_id: PERSON, expires_at: new Date(Date.now() + 3_600_000).toISOString() },
        { status: 201 },
      );
    }),
    http.post(at("/participants/restricted-search"), async ({ request }) => {
      const { mrn } = (await request.json()) as { mrn?: string };
      const found = mrn === chart.person.mrn && !chart.part2 ? [chart.person.id] : [];
      return HttpResponse.json({ items: found.map((id) => ({ id, kind: "restricted_record" })) });
    }),
    ...contactHandlers(chart, of),
    ...mergeHandlers(chart, of, at),
  ];
}

type At = (path?: string) => string;

/** Replaces one of a list as the server does: only on the version a change rests on. */
function replaced<Item extends { id: string; version: number }>(
  list: Item[],
  id: unknown,
  ifMatch: string | null,
  change: Partial<Item>,
) {
  const index = list.findIndex((one) => one.id === id);
  const stored = list[index];
  if (!stored) return problem(404, "not-found");
  if (ifMatch === null) return problem(428, "version-required");
  if (ifMatch !== `"${stored.version}"`) return problem(412, "stale-version");
  const next = { ...stored, ...change, version: stored.version + 1 };
  list[index] = next;
  return HttpResponse.json(next);
}

function contactHandlers(chart: Chart, of: At) {
  return [
    http.get(of("/app-access"), () => HttpResponse.json(chart.access)),
    http.post(of("/app-access"), () => {
      chart.access = { ...chart.access, state: "invited" };
      const link = "https://care.example.org/me/#once";
      const enrolment = { purpose: "invitation", token: "once", link, expires_at: "2026-11-25T16:00:00Z" };
      return HttpResponse.json({ access: chart.access, enrolment }, { status: 201 });
    }),
    http.post(of("/app-access/end"), () => {
      chart.access = { ...chart.access, state: "ended" };
      return HttpResponse.json(chart.access);
    }),
    http.get(of("/contact-ways"), () => page(chart.ways)),
    http.post(of("/contact-ways"), async ({ request }) => {
      const given = (await request.json()) as ContactWayCreate;
      const { phone, email, address, ...rest } = given;
      const way = aWay(phone ?? email ?? "", { ...rest, value: phone ?? email ?? null, lines: address?.lines ?? [] });
      chart.ways.push(way);
      return HttpResponse.json(way, { status: 201 });
    }),
    http.put(of("/contact-ways/:way"), async ({ params, request }) => {
      const change = (await request.json()) as ContactWayUpdate;
      return replaced(chart.ways, params.way, request.headers.get("If-Match"), change);
    }),
    http.get(of("/contacts"), () => page(chart.contacts)),
    http.post(of("/contacts"), async ({ request }) => {
      const given = (await request.json()) as ContactWrite;
      const contact = aContact(given.name, given);
      chart.contacts.push(contact);
      return HttpResponse.json(contact, { status: 201 });
    }),
    http.put(of("/contacts/:contact"), async ({ params, request }) => {
      const change = (await request.json()) as ContactWrite;
      return replaced(chart.contacts, params.contact, request.headers.get("If-Match"), change);
    }),
    http.get(of("/contact-attempts"), () => page(chart.attempts)),
    http.post(of("/contact-attempts"), async ({ request }) => {
      const attempt = anAttempt((await request.json()) as ContactAttemptCreate);
      chart.attempts.unshift(attempt);
      return HttpResponse.json(attempt, { status: 201 });
    }),
    http.post(of("/contact-attempts/:attempt/void"), async ({ params, request }) => {
      const { reason } = (await request.json()) as { reason: string };
      const change = { voided_at: `${chart.today}T16:00:00Z`, void_reason: reason };
      return replaced(chart.attempts, params.attempt, request.headers.get("If-Match"), change);
    }),
    http.get(of("/availability"), () => page(chart.windows)),
    http.post(of("/availability"), async ({ request }) => {
      const given = (await request.json()) as AvailabilityWrite;
      const window = aWindow({ ...given, id: idOf(`window ${given.weekday}`) });
      chart.windows.push(window);
      return HttpResponse.json(window, { status: 201 });
    }),
    http.get(of("/suitable-hours"), () => page(chart.suitable)),
    http.post(of("/suitable-hours"), async ({ request }) => {
      const given = (await request.json()) as SuitableHoursWrite;
      const whole = { ...given, contact_id: given.contact_id ?? null, ends_on: given.ends_on ?? null };
      const hours: SuitableHours = { ...whole, id: idOf("suits"), version: 1, participant_id: chart.person.id };
      chart.suitable.push(hours);
      return HttpResponse.json(hours, { status: 201 });
    }),
    http.put(of("/suitable-hours/:hours"), async ({ params, request }) => {
      const change = (await request.json()) as SuitableHoursWrite;
      return replaced(chart.suitable, params.hours, request.headers.get("If-Match"), change);
    }),
    http.put(of("/availability/:window"), async ({ params, request }) => {
      const change = (await request.json()) as AvailabilityWrite;
      return replaced(chart.windows, params.window, request.headers.get("If-Match"), change);
    }),
  ];
}

function mergeHandlers(chart: Chart, of: At, at: (path: string) => string) {
  return [
    http.post(at("/participants/duplicates"), () => HttpResponse.json({ items: chart.suggestions })),
    http.post(of("/merge/preview"), () => HttpResponse.json(chart.preview)),
    http.post(of("/merge"), async ({ params, request }) => {
      const { into_participant_id } = (await request.json()) as { into_participant_id: string };
      const ifMatch = request.headers.get("If-Match");
      chart.merges.push({ id: String(params.id), ifMatch, into: into_participant_id });
      if (params.id === chart.person.id) {
        chart.person = { ...chart.person, status: "merged", merged_into_id: into_participant_id, version: 4 };
      }
      return HttpResponse.json(chart.person);
    }),
    http.post(of("/undo-merge"), ({ request }) => {
      if (request.headers.get("If-Match") !== `"${chart.person.version}"`) return problem(412, "stale-version");
      chart.person = { ...chart.person, status: "active", merged_into_id: null, version: chart.person.version + 1 };
      return HttpResponse.json(chart.person);
    }),
  ];
}
