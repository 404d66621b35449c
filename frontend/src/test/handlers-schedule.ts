import { HttpResponse, http } from "msw";

import type { Series, Session, SessionCard, SessionCreate, SessionMove } from "@/api/types";
import { instantOf, minutesOfDay, timeOfMinutes } from "@/lib/time";

import { aSession, type Clinic, idOf, TIME_ZONE } from "./clinic";
import { problem } from "./handlers";

/** The session behind a card of the schedule. */
export function sessionOf(card: SessionCard, change: Partial<Session> = {}): Session {
  return {
    id: card.id,
    version: card.version,
    series_id: null,
    program_id: idOf("program dbt"),
    location_id: card.location_id,
    room_id: card.room_id,
    title: card.title,
    short_name: card.short_name,
    service_kind: card.service_kind,
    countable: true,
    starts_at: card.starts_at,
    ends_at: card.ends_at,
    planned_starts_at: card.starts_at,
    planned_ends_at: card.ends_at,
    time_zone: TIME_ZONE,
    local_date: card.local_date,
    local_start: `${card.local_start}:00`,
    local_end: `${card.local_end}:00`,
    original_local_date: null,
    original_local_start: null,
    telehealth: card.telehealth,
    telehealth_url: null,
    capacity: card.capacity,
    booked: card.booked,
    staffed: card.staff.length,
    status: card.status,
    cancel_reason: null,
    closure_id: null,
    cohort_ids: card.cohorts.map((cohort) => cohort.id),
    staff: card.staff.map(({ staff_id, role }) => ({ staff_id, role, supervisor_id: null })),
    closed_at: null,
    closed_by: null,
    locked_at: null,
    ...change,
  };
}

export function aSeries(change: Partial<Series> = {}): Series {
  return {
    id: idOf("series dbt"),
    version: 1,
    title: "DBT Skills",
    short_name: null,
    service_kind: "skills",
    countable: true,
    program_id: idOf("program dbt"),
    location_id: idOf("main street"),
    room_id: idOf("room Cedar"),
    telehealth: false,
    telehealth_url: null,
    time_zone: TIME_ZONE,
    meetings: (["monday", "tuesday", "wednesday", "thursday", "friday"] as const).map((weekday) => ({
      weekday,
      local_start: "09:30",
      minutes: 90,
    })),
    interval_weeks: 1,
    starts_on: "2026-10-05",
    ends_on: null,
    occurrence_count: null,
    capacity: 12,
    status: "active",
    materialized_until: "2027-02-01",
    lineage_id: null,
    predecessor_id: null,
    cohort_ids: [idOf("day dbt")],
    staff: [{ staff_id: idOf("staff dana"), role: "lead", supervisor_id: null }],
    ...change,
  };
}

/** Sessions one at a time and their series: read, added, moved, cancelled; a room and a person are taken once. */
export function scheduleHandlers(clinic: Clinic, at: (path: string) => string) {
  const page = <Item>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });
  const cardOf = (id: unknown) => clinic.sessions.find((one) => one.id === id);
  const detail = (card: SessionCard) => sessionOf(card, clinic.details.get(card.id));

  const refused = (card: SessionCard) => {
    const overlaps = (one: SessionCard) =>
      one.id !== card.id && one.status !== "cancelled" && one.starts_at < card.ends_at && one.ends_at > card.starts_at;
    const room = clinic.sessions.find((one) => overlaps(one) && card.room_id !== null && one.room_id === card.room_id);
    const facts = (other: SessionCard) => ({ session_id: other.id, starts_at: card.starts_at });
    if (room) return problem(409, "room-taken", { room_id: card.room_id, ...facts(room) });
    for (const { staff_id } of card.staff) {
      const other = clinic.sessions.find((one) => overlaps(one) && one.staff.some((who) => who.staff_id === staff_id));
      if (other) return problem(409, "staff-taken", { staff_id, ...facts(other) });
    }
    return null;
  };
  const placed = (card: SessionCard, to: SessionMove | SessionCreate): SessionCard => {
    const ends = timeOfMinutes(minutesOfDay(to.local_start) + to.minutes);
    const staff = to.staff?.map((one) => ({
      staff_id: one.staff_id,
      role: one.role,
      display_name: clinic.setUp.staff.find(({ id }) => id === one.staff_id)?.display_name ?? "Somebody",
    }));
    const room_id = to.room_id === undefined ? card.room_id : to.room_id;
    return {
      ...card,
      room_id,
      room_name: clinic.setUp.rooms.find(({ id }) => id === room_id)?.name ?? (room_id ? card.room_name : null),
      local_date: to.local_date,
      local_start: to.local_start,
      local_end: ends,
      starts_at: instantOf(to.local_date, to.local_start, TIME_ZONE).toISOString(),
      ends_at: instantOf(to.local_date, ends, TIME_ZONE).toISOString(),
      staff: staff ?? card.staff,
    };
  };

  return [
    http.get(at("/series/:id"), () => HttpResponse.json(clinic.series)),
    http.get(at("/sessions"), () => page(clinic.sessions.filter((one) => one.title === "DBT Skills").map(detail))),
    http.get(at("/sessions/:id"), ({ params }) => {
      const card = cardOf(params.id);
      return card ? HttpResponse.json(detail(card)) : problem(404, "session-not-found");
    }),
    http.post(at("/sessions"), async ({ request }) => {
      const given = (await request.json()) as SessionCreate;
      clinic.sent.push(given);
      if (!clinic.signedIn || clinic.expired) return problem(401, "sign-in-needed");
      const blank = aSession({ title: given.title, date: given.local_date, from: "09:00", to: "10:00" });
      const card = placed({ ...blank, id: idOf("made"), service_kind: given.service_kind, cohorts: [] }, given);
      const refusal = refused(card);
      if (refusal) return refusal;
      clinic.add(card);
      return HttpResponse.json(detail(card), { status: 201 });
    }),
    http.post(at("/sessions/:id/move"), async ({ params, request }) => {
      const given = (await request.json()) as SessionMove;
      clinic.sent.push(given);
      const card = cardOf(params.id);
      if (!card) return problem(404, "session-not-found");
      if (request.headers.get("If-Match") !== `"${card.version}"`) return problem(412, "stale-version");
      const moved = placed(card, given);
      const refusal = refused(moved);
      if (refusal) return refusal;
      Object.assign(card, moved, { version: card.version + 1 });
      return HttpResponse.json(detail(card));
    }),
    http.post(at("/sessions/:id/cancel"), async ({ params, request }) => {
      const given = (await request.json()) as { reason: Session["cancel_reason"] };
      const card = cardOf(params.id);
      if (!card) return problem(404, "session-not-found");
      Object.assign(card, { status: "cancelled", version: card.version + 1 });
      clinic.details.set(card.id, { cancel_reason: given.reason });
      return HttpResponse.json(detail(card));
    }),
  ];
}
