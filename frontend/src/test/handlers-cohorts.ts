import { HttpResponse, http } from "msw";

import type { ProgramCreate, ProgramUpdate } from "@/api/types";

import { idOf } from "./clinic";
import { aCohort, aMembership, aProgram, aSummary, type ProgramClinic } from "./clinic-cohorts";
import { API, problem } from "./handlers";

type Body = Record<string, unknown>;

/** Programs and cohorts as the app sees them, answering from one clinic. */
export function handlersOfCohorts(clinic: ProgramClinic, api = API) {
  const at = (path: string) => `${api}/api/v1${path}`;
  const page = <Item>(items: Item[]) => HttpResponse.json({ items, next_cursor: null });
  const one = <Item extends { id: string }>(items: Item[], id: unknown, code: string) => {
    const found = items.find((item) => item.id === id);
    return found ? HttpResponse.json(found) : problem(404, code);
  };
  const write = async (path: string, request: Request): Promise<Body> => {
    const body = (await request.json()) as Body;
    clinic.written.push({ path, body });
    return body;
  };

  return [
    http.get(at("/cohorts"), ({ request }) => {
      const query = new URL(request.url).searchParams;
      return page(
        clinic.cohorts
          .filter((cohort) => !query.get("status") || cohort.status === query.get("status"))
          .filter((cohort) => !query.get("program_id") || cohort.program_id === query.get("program_id")),
      );
    }),
    http.post(at("/cohorts"), async ({ request }) => {
      const body = await write("plan cohort", request);
      const cohort = { ...aCohort(String(body.name)), ...body, status: "planned" as const };
      clinic.cohorts.push(cohort);
      return HttpResponse.json(cohort, { status: 201 });
    }),
    http.get(at("/cohorts/:id/curriculum-runs"), () => page([])),
    http.patch(at("/cohorts/:id"), async ({ params, request }) => {
      const stored = clinic.cohorts.find((cohort) => cohort.id === params.id);
      if (request.headers.get("If-Match") !== `"${stored?.version}"`) return problem(412, "stale-version");
      const body = await write("change cohort", request);
      clinic.cohorts = clinic.cohorts.map((cohort) =>
        cohort === stored ? { ...cohort, ...body, version: cohort.version + 1 } : cohort,
      );
      return one(clinic.cohorts, params.id, "cohort-not-found");
    }),
    http.post(at("/cohorts/:id/start"), ({ params }) => {
      clinic.cohorts = clinic.cohorts.map((cohort) =>
        cohort.id === params.id ? { ...cohort, status: "running" } : cohort,
      );
      return one(clinic.cohorts, params.id, "cohort-not-found");
    }),
    http.post(at("/cohorts/:id/end"), async ({ params, request }) => {
      const { ends_on } = await write("end cohort", request);
      clinic.cohorts = clinic.cohorts.map((cohort) =>
        cohort.id === params.id ? { ...cohort, status: "ended", ends_on: String(ends_on) } : cohort,
      );
      return one(clinic.cohorts, params.id, "cohort-not-found");
    }),
    http.get(at("/cohorts/:id"), ({ params }) => one(clinic.cohorts, params.id, "cohort-not-found")),
    http.get(at("/cohorts/:id/members"), ({ params, request }) => {
      const on = new URL(request.url).searchParams.get("on");
      return page(
        clinic.members.filter(
          (member) =>
            member.cohort_id === params.id &&
            (!on || (member.starts_on <= on && (member.ends_on === null || member.ends_on >= on))),
        ),
      );
    }),
    http.post(at("/cohorts/:id/members"), async ({ params, request }) => {
      const body = await write("admit", request);
      const member = aMembership("Farid Haddad", { starts_on: String(body.starts_on), cohort_id: String(params.id) });
      clinic.members.push(member);
      return HttpResponse.json(member, { status: 201 });
    }),
    http.post(at("/cohort-memberships/:id/end"), async ({ params, request }) => {
      const body = await write("end", request);
      clinic.members = clinic.members.map((member) =>
        member.id === params.id ? { ...member, ends_on: String(body.ends_on), end_reason: "completed" } : member,
      );
      return one(clinic.members, params.id, "membership-not-found");
    }),
    http.post(at("/cohort-memberships/:id/move"), async ({ params, request }) => {
      const body = await write("move", request);
      clinic.members = clinic.members.map((member) =>
        member.id === params.id ? { ...member, cohort_id: String(body.cohort_id) } : member,
      );
      return one(clinic.members, params.id, "membership-not-found");
    }),
    http.get(at("/cohorts/:id/waitlist"), ({ params }) =>
      page(clinic.waits.filter((entry) => entry.cohort_id === params.id)),
    ),
    http.post(at("/cohorts/:id/waitlist"), async ({ request }) => {
      await write("wait", request);
      return HttpResponse.json(clinic.waits[0], { status: 201 });
    }),
    http.post(at("/waitlist-entries/:id/:what"), async ({ params, request }) => {
      const what = String(params.what);
      if (what !== "offer") await write(what, request);
      clinic.waits =
        what === "offer"
          ? clinic.waits.map((entry) => (entry.id === params.id ? { ...entry, status: "offered" } : entry))
          : clinic.waits.filter((entry) => entry.id !== params.id);
      return HttpResponse.json({});
    }),
    http.get(at("/participants"), () => HttpResponse.json({ items: clinic.people, next_cursor: null })),
    http.post(at("/participants/search"), async ({ request }) => {
      const { name_prefix = "" } = (await request.json()) as { name_prefix?: string };
      const known = [...clinic.people, aSummary("Grace Liu")];
      return HttpResponse.json({
        items: known.filter((person) => person.full_name.toLowerCase().startsWith(name_prefix.toLowerCase())),
        next_cursor: null,
      });
    }),
    http.get(at("/participants/:id"), ({ params }) => {
      const record = clinic.record(String(params.id));
      return record ? HttpResponse.json(record) : problem(404, "participant-not-found");
    }),
    http.get(at("/episodes"), ({ request }) => {
      const who = new URL(request.url).searchParams.get("participant_id");
      return page(clinic.episodes.filter((episode) => episode.participant_id === who));
    }),
    http.get(at("/programs"), () => page(clinic.programs)),
    http.get(at("/programs/:id"), ({ params }) => one(clinic.programs, params.id, "program-not-found")),
    http.post(at("/programs"), async ({ request }) => {
      const body = (await request.json()) as ProgramCreate;
      clinic.written.push({ path: "create", body });
      const program = aProgram({ id: idOf("program new"), name: body.name ?? body.values?.name ?? "Trauma" });
      clinic.programs.push(program);
      return HttpResponse.json(program, { status: 201 });
    }),
    http.patch(at("/programs/:id"), async ({ params, request }) => {
      const stored = clinic.programs.find((program) => program.id === params.id);
      if (!stored) return problem(404, "program-not-found");
      if (request.headers.get("If-Match") !== `"${stored.version}"`) return problem(412, "stale-version");
      const body = (await request.json()) as ProgramUpdate;
      clinic.written.push({ path: "update", body });
      Object.assign(stored, body, { version: stored.version + 1 });
      return HttpResponse.json(stored);
    }),
    http.get(at("/program-templates"), () =>
      HttpResponse.json({ items: clinic.templates, texts_es: clinic.template_texts }),
    ),
    http.get(at("/programs/:id/staff"), () => page(clinic.program_staff)),
    http.post(at("/programs/:id/staff"), async ({ request }) => {
      await write("assign", request);
      return HttpResponse.json(clinic.program_staff[0], { status: 201 });
    }),
    http.patch(at("/programs/:id/staff/:assignment"), async ({ params, request }) => {
      const stored = clinic.program_staff.find((assignment) => assignment.id === params.assignment);
      if (request.headers.get("If-Match") !== `"${stored?.version}"`) return problem(412, "stale-version");
      const body = await write("end assignment", request);
      clinic.program_staff = clinic.program_staff.map((assignment) =>
        assignment === stored ? { ...assignment, ends_on: String(body.ends_on) } : assignment,
      );
      return HttpResponse.json(stored);
    }),
    http.get(at("/staff"), () => page(clinic.staff)),
    http.get(at("/organization"), () =>
      HttpResponse.json({
        organization_id: clinic.signedIn?.organization.id,
        name: "Riverside",
        slug: "riverside",
        state: "CO",
        time_zone: "America/Denver",
        version: 1,
      }),
    ),
    http.get(at("/week-rules/limits"), ({ request }) =>
      HttpResponse.json({ limits: clinic.limits[new URL(request.url).searchParams.get("phase") ?? ""] ?? null }),
    ),
  ];
}
