import { HttpResponse, http } from "msw";

import type { DeliveryWrite, Departure, Mark } from "@/api/types";
import { addDays } from "@/lib/time";

import type { Clinic } from "./clinic";
import { scheduleHandlers } from "./handlers-schedule";
import { setUpHandlers } from "./handlers-setup";

export const API = "http://api.test";

export function problem(status: number, code: string, more: Record<string, unknown> = {}) {
  return HttpResponse.json(
    { type: `/problems/${code}`, title: code, status, code, ...more },
    { status, headers: { "Content-Type": "application/problem+json" } },
  );
}

/** The API as the app sees it, answering from one clinic. */
export function handlersOf(clinic: Clinic, api = API) {
  const at = (path: string) => `${api}/api/v1${path}`;
  const page = <Item>(items: Item[], next_cursor: string | null = null) => HttpResponse.json({ items, next_cursor });
  const needed = () => (clinic.signedIn ? null : problem(401, "sign-in-needed"));

  return [
    ...setUpHandlers(clinic, at),
    ...scheduleHandlers(clinic, at),
    http.post(at("/auth/sign-in"), async ({ request }) => {
      const given = (await request.json()) as { password: string; code?: string };
      if (given.password === "wrong") return problem(401, "sign-in-refused");
      if (clinic.setUp.factor.on && given.code !== "123456") {
        return problem(401, given.code ? "second-factor-refused" : "second-factor-needed");
      }
      const { aSignedIn } = await import("./clinic");
      clinic.signedIn ??= aSignedIn();
      clinic.expired = false;
      return HttpResponse.json(clinic.signedIn);
    }),
    http.get(at("/auth/me"), () => needed() ?? HttpResponse.json(clinic.signedIn)),
    http.post(at("/auth/sign-out"), () => {
      clinic.signedIn = null;
      return new HttpResponse(null, { status: 204 });
    }),
    http.post(at("/auth/sign-out-everywhere"), () => {
      clinic.signedIn = null;
      return HttpResponse.json({ ended: 3 });
    }),
    http.get(at("/today"), ({ request }) => {
      const date = new URL(request.url).searchParams.get("date") ?? clinic.today;
      const sessions = clinic.sessions
        .filter((session) => session.local_date === date)
        .sort((a, b) => Number(b.mine) - Number(a.mine) || a.starts_at.localeCompare(b.starts_at));
      const cards = sessions.map((session) => ({ ...session, whose: clinic.whose(session) }));
      return needed() ?? HttpResponse.json({ date, time_zone: "America/Denver", sessions: cards, due: [] });
    }),
    http.get(at("/week"), ({ request }) => {
      const query = new URL(request.url).searchParams;
      const starts_on = query.get("starts_on") as string;
      const cohort = query.get("cohort_id");
      const sessions = clinic.sessions
        .filter((session) => session.local_date >= starts_on && session.local_date < addDays(starts_on, 7))
        .filter((session) => !cohort || session.cohorts.some((one) => one.id === cohort))
        .sort((a, b) => a.starts_at.localeCompare(b.starts_at));
      return needed() ?? HttpResponse.json({ starts_on, time_zone: "America/Denver", sessions });
    }),
    http.get(at("/week/names"), () => {
      const sessions = clinic.sessions
        .map((session) => ({ session_id: session.id, names: clinic.whose(session) }))
        .filter((one) => one.names.length > 0);
      return needed() ?? HttpResponse.json({ sessions });
    }),
    http.get(at("/sessions/:id/roster"), ({ params }) => {
      const roster = clinic.rosters.get(String(params.id));
      return needed() ?? (roster ? HttpResponse.json(roster) : problem(404, "session-not-found"));
    }),
    http.get(at("/sessions/:id/wall"), ({ params }) => {
      const { session, rows } = clinic.roster(String(params.id));
      const people = rows.map(({ chosen_name: name, attendance }) => ({
        name,
        here: attendance?.outcome === "present",
      }));
      return HttpResponse.json({ starts_at: session.starts_at, ends_at: session.ends_at, people });
    }),
    http.post(at("/sessions/:id/attendance"), async ({ params, request }) => {
      const refused = needed();
      if (refused) return refused;
      const { marks } = (await request.json()) as { marks: Mark[] };
      return HttpResponse.json({ results: marks.map((mark) => clinic.mark(String(params.id), mark)) });
    }),
    http.post(at("/sessions/:id/attendance/clear"), async ({ params, request }) => {
      const { booking_ids } = (await request.json()) as { booking_ids: { booking_id: string }[] };
      return HttpResponse.json({
        results: booking_ids.map(({ booking_id }) => clinic.clear(String(params.id), booking_id)),
      });
    }),
    http.post(at("/sessions/:id/close"), async ({ params, request }) => {
      const { departures } = (await request.json()) as { departures: Departure[] };
      const roster = clinic.roster(String(params.id));
      const unmarked = roster.rows.filter((row) => row.attendance === null).length;
      if (unmarked > 0) return problem(409, "roster-incomplete", { unmarked });
      for (const row of roster.rows) {
        const left = departures.find((one) => one.booking_id === row.booking_id);
        if (row.attendance) row.attendance = { ...row.attendance, provisional: false, left_at: left?.left_at ?? null };
      }
      roster.session.status = "closed";
      return HttpResponse.json({ session: roster.session, rows: roster.rows.length, counts: {} });
    }),
    http.get(at("/sessions/:id/plans"), () => page([])),
    http.put(at("/sessions/:id/delivery"), async ({ params, request }) => {
      const roster = clinic.roster(String(params.id));
      const given = (await request.json()) as DeliveryWrite;
      const stored = roster.delivery;
      if (stored && request.headers.get("If-Match") !== `"${stored.version}"`) return problem(412, "stale-version");
      roster.delivery = {
        ...given,
        id: `delivery-${params.id}`,
        session_id: String(params.id),
        modality_name: clinic.modalities.find((one) => one.id === given.modality_id)?.name ?? "",
        module: given.module ?? null,
        phase: given.phase ?? null,
        skills: given.skills ?? [],
        homework: given.homework ?? null,
        exceptions: (given.exceptions ?? []).map((one) => ({
          booking_id: one.booking_id,
          took_part: true,
          minutes: one.minutes ?? null,
          module: null,
          skills: one.skills ?? null,
          homework: one.homework ?? null,
          homework_done: null,
          note_code: one.note_code ?? null,
          records: one.records ?? null,
        })),
        version: (stored?.version ?? 0) + 1,
      } as NonNullable<typeof roster.delivery>;
      return HttpResponse.json(roster.delivery);
    }),
    http.get(at("/modalities"), () => page(clinic.modalities)),
    http.get(at("/modalities/texts/es"), () => HttpResponse.json({ language: "es", texts: {} })),
    http.get(at("/curriculum-templates/texts/es"), () => HttpResponse.json({ language: "es", texts: {} })),
    http.get(at("/schedule-builds/unplaced"), () =>
      HttpResponse.json({ monday: "2026-11-16", total: 0, items: [], make_ups_total: 0, make_ups: [] }),
    ),
    http.get(at("/cohorts"), () => page(clinic.sessions.slice(0, 1).flatMap((session) => session.cohorts))),
    http.get(at("/participants"), ({ request }) => {
      const query = new URL(request.url).searchParams;
      const from = Number(query.get("cursor") ?? 0);
      const limit = Number(query.get("limit") ?? 50);
      const status = query.get("status");
      const found = clinic.participants.filter((person) => !status || person.status === status);
      return (
        needed() ?? page(found.slice(from, from + limit), from + limit < found.length ? String(from + limit) : null)
      );
    }),
    http.post(at("/participants/search"), async ({ request }) => {
      type Given = { name_prefix?: string; mrn?: string; birth_date?: string; include_not_in_use?: boolean };
      const given = (await request.json()) as Given;
      const query = new URL(request.url).searchParams;
      const from = Number(query.get("cursor") ?? 0);
      const limit = Number(query.get("limit") ?? 50);
      const prefix = given.name_prefix?.toLowerCase();
      const found = clinic.participants.filter(
        (person) =>
          (given.include_not_in_use || !["merged", "entered_in_error"].includes(person.status)) &&
          ((prefix &&
            [person.chosen_name, person.full_name].some((name) =>
              name.split(/\s+/).some((word) => word.toLowerCase().startsWith(prefix)),
            )) ||
            (given.mrn && person.mrn === given.mrn) ||
            (given.birth_date && person.birth_date === given.birth_date)),
      );
      return page(found.slice(from, from + limit), from + limit < found.length ? String(from + limit) : null);
    }),
  ];
}
