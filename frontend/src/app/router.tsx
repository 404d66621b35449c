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
  parseCohortAddress,
  parseCohortsAddress,
  parseNewProgramAddress,
  parseParticipantsAddress,
  parseProgramAddress,
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

/** Everything behind it needs somebody who is signed in. */
const inside = createRoute({
  getParentRoute: () => root,
  id: "inside",
  beforeLoad: async ({ context, location }) => {
    try {
      return { session: await context.queryClient.ensureQueryData(meQuery) };
    } catch (error) {
      if (hasStatus(error, 401)) {
        throw redirect({ to: "/sign-in", search: location.pathname === "/" ? {} : { next: location.href } });
      }
      throw error;
    }
  },
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

const participants = createRoute({
  getParentRoute: () => inside,
  path: "/participants",
  validateSearch: parseParticipantsAddress,
  component: lazyRouteComponent(() => import("./routes/participants-route"), "ParticipantsRoute"),
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

const routeTree = root.addChildren([
  signIn,
  inside.addChildren([home, today, week, participants, cohorts, cohort, programs, newProgram, program]),
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
}
