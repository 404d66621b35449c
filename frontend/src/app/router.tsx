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
import { inside as insideFiles, loadShell, outside as outsideFiles } from "./route-files";
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
  component: lazyRouteComponent(outsideFiles["/sign-in"], "SignInRoute"),
});

/** Where one-time links lead. Their secret stands behind the `#`, which browsers send to no server. */
const enrol = createRoute({
  getParentRoute: () => root,
  path: "/enrol",
  component: lazyRouteComponent(outsideFiles["/enrol"], "EnrolRoute"),
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
  component: lazyRouteComponent(outsideFiles["/wall/$sessionId"], "WallRoute"),
});

/** Questions, one a page. Nothing of the shell stands around them. */
const giving = createRoute({
  getParentRoute: () => root,
  path: "/measures/$administrationId",
  beforeLoad: signedIn,
  component: lazyRouteComponent(outsideFiles["/measures/$administrationId"], "GivingRoute"),
});

/** Everything behind it needs somebody who is signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: signedIn,
  component: lazyRouteComponent(loadShell, "Shell"),
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
  component: lazyRouteComponent(insideFiles["/today"], "TodayRoute"),
});

const week = createRoute({
  getParentRoute: () => inside,
  path: "/schedule",
  validateSearch: parseWeekAddress,
  component: lazyRouteComponent(insideFiles["/schedule"], "WeekRoute"),
});

const plan = createRoute({
  getParentRoute: () => inside,
  path: "/schedule/plan",
  validateSearch: parsePlanAddress,
  component: lazyRouteComponent(insideFiles["/schedule/plan"], "PlanRoute"),
});

const sheet = createRoute({
  getParentRoute: () => inside,
  path: "/sessions/$sessionId/sheet",
  validateSearch: parseSheetAddress,
  component: lazyRouteComponent(insideFiles["/sessions/$sessionId/sheet"], "SheetRoute"),
});

const huddle = createRoute({
  getParentRoute: () => inside,
  path: "/huddle",
  validateSearch: parseHuddleAddress,
  component: lazyRouteComponent(insideFiles["/huddle"], "HuddleRoute"),
});

const downtime = createRoute({
  getParentRoute: () => inside,
  path: "/downtime",
  component: lazyRouteComponent(insideFiles["/downtime"], "DowntimeRoute"),
});

const participants = createRoute({
  getParentRoute: () => inside,
  path: "/participants",
  validateSearch: parseParticipantsAddress,
  component: lazyRouteComponent(insideFiles["/participants"], "ParticipantsRoute"),
});

const newParticipant = createRoute({
  getParentRoute: () => inside,
  path: "/participants/new",
  component: lazyRouteComponent(insideFiles["/participants/new"], "NewParticipantRoute"),
});

const duplicates = createRoute({
  getParentRoute: () => inside,
  path: "/participants/duplicates",
  component: lazyRouteComponent(insideFiles["/participants/duplicates"], "DuplicatesRoute"),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: "/account",
  component: lazyRouteComponent(insideFiles["/account"], "AccountRoute"),
});

const clinic = createRoute({
  getParentRoute: () => inside,
  path: "/clinic",
  validateSearch: parseClinicAddress,
  component: lazyRouteComponent(insideFiles["/clinic"], "ClinicRoute"),
});

const staffFile = createRoute({
  getParentRoute: () => inside,
  path: "/clinic/staff/$staffId",
  component: lazyRouteComponent(insideFiles["/clinic/staff/$staffId"], "StaffFileRoute"),
});

const audit = createRoute({
  getParentRoute: () => inside,
  path: "/audit",
  validateSearch: parseAuditAddress,
  component: lazyRouteComponent(insideFiles["/audit"], "AuditRoute"),
});

const chart = createRoute({
  getParentRoute: () => inside,
  path: "/participants/$participantId",
  validateSearch: parseChartAddress,
  component: lazyRouteComponent(insideFiles["/participants/$participantId"], "ChartRoute"),
});

const cohorts = createRoute({
  getParentRoute: () => inside,
  path: "/cohorts",
  validateSearch: parseCohortsAddress,
  component: lazyRouteComponent(insideFiles["/cohorts"], "CohortsRoute"),
});

const cohort = createRoute({
  getParentRoute: () => inside,
  path: "/cohorts/$cohortId",
  validateSearch: parseCohortAddress,
  component: lazyRouteComponent(insideFiles["/cohorts/$cohortId"], "CohortRoute"),
});

const programs = createRoute({
  getParentRoute: () => inside,
  path: "/programs",
  component: lazyRouteComponent(insideFiles["/programs"], "ProgramsRoute"),
});

const newProgram = createRoute({
  getParentRoute: () => inside,
  path: "/programs/new",
  validateSearch: parseNewProgramAddress,
  component: lazyRouteComponent(insideFiles["/programs/new"], "NewProgramRoute"),
});

const program = createRoute({
  getParentRoute: () => inside,
  path: "/programs/$programId",
  validateSearch: parseProgramAddress,
  component: lazyRouteComponent(insideFiles["/programs/$programId"], "ProgramRoute"),
});

const therapies = createRoute({
  getParentRoute: () => inside,
  path: "/therapies",
  component: lazyRouteComponent(insideFiles["/therapies"], "TherapiesRoute"),
});

/** One therapy, or `new` for one that is being added. */
const therapy = createRoute({
  getParentRoute: () => inside,
  path: "/therapies/$modalityId",
  validateSearch: parseTherapyAddress,
  component: lazyRouteComponent(insideFiles["/therapies/$modalityId"], "TherapyRoute"),
});

const outcomes = createRoute({
  getParentRoute: () => inside,
  path: "/outcomes",
  validateSearch: parseOutcomesAddress,
  component: lazyRouteComponent(insideFiles["/outcomes"], "OutcomesRoute"),
});

const fidelity = createRoute({
  getParentRoute: () => inside,
  path: "/fidelity",
  validateSearch: parseFidelityAddress,
  component: lazyRouteComponent(insideFiles["/fidelity"], "FidelityRoute"),
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
