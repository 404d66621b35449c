import type { QueryClient } from "@tanstack/react-query";
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  type RouterHistory,
  redirect,
} from "@tanstack/react-router";

import { hasStatus } from "@/api/problem";
import { meQuery } from "@/features/identity/queries";
import { safeReturn } from "@/features/identity/rules";
import type { Config } from "@/lib/config";
import {
  parseAuditAddress,
  parseChartAddress,
  parseClinicAddress,
  parseCohortAddress,
  parseCohortsAddress,
  parseFidelityAddress,
  parseHuddleAddress,
  parseNewProgramAddress,
  parseOutcomesAddress,
  parseParticipantsAddress,
  parsePlanAddress,
  parseProgramAddress,
  parseSheetAddress,
  parseTherapyAddress,
  parseTodayAddress,
  parseWeekAddress,
} from "./addresses";
import { createQueryClient } from "./query-client";
import { Crashed, NotFound } from "./route-states";

type Context = { queryClient: QueryClient; config: Config };

const root = createRootRouteWithContext<Context>()({ component: Outlet, notFoundComponent: NotFound });

const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search: Record<string, unknown>): { next?: string; out?: true } => ({
    ...(typeof search.next === "string" ? { next: safeReturn(search.next) } : {}),
    ...(search.out === true ? { out: true as const } : {}),
  }),
  component: lazyRouteComponent(() => import("./routes/sign-in-route"), "SignInRoute"),
});

/** Where one-time links lead. Their secret stands behind the `#`, which browsers send to no server. */
const enrol = createRoute({
  getParentRoute: () => root,
  path: "/enrol",
  component: lazyRouteComponent(() => import("./routes/enrol-route"), "EnrolRoute"),
});

/** Who is signed in; nobody is led to where one signs in, and back. */
async function signedIn({ context, location }: { context: Context; location: { pathname: string; href: string } }) {
  try {
    return { session: await context.queryClient.ensureQueryData(meQuery) };
  } catch (error) {
    if (hasStatus(error, 401)) {
      throw redirect({ to: "/sign-in", search: location.pathname === "/" ? {} : { next: location.href } });
    }
    throw error;
  }
}

/** A monitor in the room. Nothing of the shell stands around it. */
const wall = createRoute({
  getParentRoute: () => root,
  path: "/wall/$sessionId",
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import("./routes/wall-route"), "WallRoute"),
});

/** Questions, one a page. Nothing of the shell stands around them. */
const giving = createRoute({
  getParentRoute: () => root,
  path: "/measures/$administrationId",
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import("./routes/giving-route"), "GivingRoute"),
});

/** Everything behind it needs somebody who is signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: signedIn,
  component: lazyRouteComponent(() => import("./shell"), "Shell"),
  notFoundComponent: NotFound,
});

const home = createRoute({
  getParentRoute: () => inside,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/today", replace: true });
  },
});

const today = createRoute({
  getParentRoute: () => inside,
  path: "/today",
  validateSearch: parseTodayAddress,
  component: lazyRouteComponent(() => import("./routes/today-route"), "TodayRoute"),
});

const week = createRoute({
  getParentRoute: () => inside,
  path: "/schedule",
  validateSearch: parseWeekAddress,
  component: lazyRouteComponent(() => import("./routes/week-route"), "WeekRoute"),
});

const plan = createRoute({
  getParentRoute: () => inside,
  path: "/schedule/plan",
  validateSearch: parsePlanAddress,
  component: lazyRouteComponent(() => import("./routes/plan-route"), "PlanRoute"),
});

const sheet = createRoute({
  getParentRoute: () => inside,
  path: "/sessions/$sessionId/sheet",
  validateSearch: parseSheetAddress,
  component: lazyRouteComponent(() => import("./routes/sheet-route"), "SheetRoute"),
});

const huddle = createRoute({
  getParentRoute: () => inside,
  path: "/huddle",
  validateSearch: parseHuddleAddress,
  component: lazyRouteComponent(() => import("./routes/huddle-route"), "HuddleRoute"),
});

const downtime = createRoute({
  getParentRoute: () => inside,
  path: "/downtime",
  component: lazyRouteComponent(() => import("./routes/downtime-route"), "DowntimeRoute"),
});

const participants = createRoute({
  getParentRoute: () => inside,
  path: "/participants",
  validateSearch: parseParticipantsAddress,
  component: lazyRouteComponent(() => import("./routes/participants-route"), "ParticipantsRoute"),
});

const newParticipant = createRoute({
  getParentRoute: () => inside,
  path: "/participants/new",
  component: lazyRouteComponent(() => import("./routes/new-participant-route"), "NewParticipantRoute"),
});

const duplicates = createRoute({
  getParentRoute: () => inside,
  path: "/participants/duplicates",
  component: lazyRouteComponent(() => import("./routes/duplicates-route"), "DuplicatesRoute"),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: "/account",
  component: lazyRouteComponent(() => import("./routes/account-route"), "AccountRoute"),
});

const clinic = createRoute({
  getParentRoute: () => inside,
  path: "/clinic",
  validateSearch: parseClinicAddress,
  component: lazyRouteComponent(() => import("./routes/clinic-route"), "ClinicRoute"),
});

const staffFile = createRoute({
  getParentRoute: () => inside,
  path: "/clinic/staff/$staffId",
  component: lazyRouteComponent(() => import("./routes/staff-file-route"), "StaffFileRoute"),
});

const audit = createRoute({
  getParentRoute: () => inside,
  path: "/audit",
  validateSearch: parseAuditAddress,
  component: lazyRouteComponent(() => import("./routes/audit-route"), "AuditRoute"),
});

const chart = createRoute({
  getParentRoute: () => inside,
  path: "/participants/$participantId",
  validateSearch: parseChartAddress,
  component: lazyRouteComponent(() => import("./routes/chart-route"), "ChartRoute"),
});

const cohorts = createRoute({
  getParentRoute: () => inside,
  path: "/cohorts",
  validateSearch: parseCohortsAddress,
  component: lazyRouteComponent(() => import("./routes/cohorts-route"), "CohortsRoute"),
});

const cohort = createRoute({
  getParentRoute: () => inside,
  path: "/cohorts/$cohortId",
  validateSearch: parseCohortAddress,
  component: lazyRouteComponent(() => import("./routes/cohort-route"), "CohortRoute"),
});

const programs = createRoute({
  getParentRoute: () => inside,
  path: "/programs",
  component: lazyRouteComponent(() => import("./routes/programs-route"), "ProgramsRoute"),
});

const newProgram = createRoute({
  getParentRoute: () => inside,
  path: "/programs/new",
  validateSearch: parseNewProgramAddress,
  component: lazyRouteComponent(() => import("./routes/new-program-route"), "NewProgramRoute"),
});

const program = createRoute({
  getParentRoute: () => inside,
  path: "/programs/$programId",
  validateSearch: parseProgramAddress,
  component: lazyRouteComponent(() => import("./routes/program-route"), "ProgramRoute"),
});

const therapies = createRoute({
  getParentRoute: () => inside,
  path: "/therapies",
  component: lazyRouteComponent(() => import("./routes/therapies-route"), "TherapiesRoute"),
});

/** One therapy, or `new` for one that is being added. */
const therapy = createRoute({
  getParentRoute: () => inside,
  path: "/therapies/$modalityId",
  validateSearch: parseTherapyAddress,
  component: lazyRouteComponent(() => import("./routes/therapy-route"), "TherapyRoute"),
});

const outcomes = createRoute({
  getParentRoute: () => inside,
  path: "/outcomes",
  validateSearch: parseOutcomesAddress,
  component: lazyRouteComponent(() => import("./routes/outcomes-route"), "OutcomesRoute"),
});

const fidelity = createRoute({
  getParentRoute: () => inside,
  path: "/fidelity",
  validateSearch: parseFidelityAddress,
  component: lazyRouteComponent(() => import("./routes/fidelity-route"), "FidelityRoute"),
});

const routeTree = root.addChildren([
  signIn,
  enrol,
  wall,
  giving,
  inside.addChildren([
    home,
    today,
    week,
    plan,
    sheet,
    huddle,
    downtime,
    participants,
    newParticipant,
    duplicates,
    chart,
    cohorts,
    cohort,
    programs,
    newProgram,
    program,
    therapies,
    therapy,
    outcomes,
    fidelity,
    account,
    clinic,
    staffFile,
    audit,
  ]),
]);

export function createAppRouter(config: Config, options: { history?: RouterHistory; queryClient?: QueryClient } = {}) {
  return createRouter({
    routeTree,
    context: { queryClient: options.queryClient ?? createQueryClient(), config },
    defaultPreload: "intent",
    defaultErrorComponent: Crashed,
    defaultNotFoundComponent: NotFound,
    scrollRestoration: true,
    ...(options.history ? { history: options.history } : {}),
  });
}

export type AppRouter = ReturnType<typeof createAppRouter>;

declare module "@tanstack/react-router" {
  interface Register {
    router: AppRouter;
  }
  interface HistoryState {
    /** What is open was opened from the page behind it, so that closing it goes back there. */
    opened?: boolean;
  }
}
