/** What stands around every page of somebody signed in. */
export const loadShell = () => import("./shell");

/** The files of the pages outside the shell, by their address in the router. */
export const outside = {
  "/sign-in": () => import("./routes/sign-in-route"),
  "/enrol": () => import("./routes/enrol-route"),
  "/wall/$sessionId": () => import("./routes/wall-route"),
  "/measures/$administrationId": () => import("./routes/giving-route"),
} as const;

/** The files of the pages inside it. */
export const inside = {
  "/today": () => import("./routes/today-route"),
  "/schedule": () => import("./routes/week-route"),
  "/schedule/plan": () => import("./routes/plan-route"),
  "/sessions/$sessionId/sheet": () => import("./routes/sheet-route"),
  "/huddle": () => import("./routes/huddle-route"),
  "/downtime": () => import("./routes/downtime-route"),
  "/participants": () => import("./routes/participants-route"),
  "/participants/new": () => import("./routes/new-participant-route"),
  "/participants/duplicates": () => import("./routes/duplicates-route"),
  "/participants/$participantId": () => import("./routes/chart-route"),
  "/cohorts": () => import("./routes/cohorts-route"),
  "/cohorts/$cohortId": () => import("./routes/cohort-route"),
  "/programs": () => import("./routes/programs-route"),
  "/programs/new": () => import("./routes/new-program-route"),
  "/programs/$programId": () => import("./routes/program-route"),
  "/therapies": () => import("./routes/therapies-route"),
  "/therapies/$modalityId": () => import("./routes/therapy-route"),
  "/outcomes": () => import("./routes/outcomes-route"),
  "/fidelity": () => import("./routes/fidelity-route"),
  "/account": () => import("./routes/account-route"),
  "/clinic": () => import("./routes/clinic-route"),
  "/clinic/staff/$staffId": () => import("./routes/staff-file-route"),
  "/audit": () => import("./routes/audit-route"),
} as const;

type Pages = Record<string, () => Promise<unknown>>;

/** The page at an address: one that is named as it stands before one with an id in it. */
function among<Files extends Pages>(files: Files, path: string): (keyof Files & string) | undefined {
  const parts = path.split("/");
  const fits = (page: string) => {
    const own = page.split("/");
    return own.length === parts.length && own.every((part, index) => part.startsWith("$") || part === parts[index]);
  };
  return Object.hasOwn(files, path) ? path : Object.keys(files).find(fits);
}

export type Asked = { page: string; inside: boolean };

/** Which page an address asks for, before there is a router to know it. */
export function pageAt(path: string): Asked | null {
  const plain = path === "/" ? "/today" : path.replace(/\/$/, "");
  const page = among(inside, plain);
  if (page) return { page, inside: true };
  const other = among(outside, plain);
  return other ? { page: other, inside: false } : null;
}

/** Fetches the files of the page that was asked for. Who is not signed in needs none of them, which is known later. */
export function fetchRoute(path: string): void {
  const asked = pageAt(path);
  if (!asked) return;
  // What fails here is fetched again when it is needed.
  const ignore = () => {};
  if (asked.inside) loadShell().catch(ignore);
  const files: Pages = asked.inside ? inside : outside;
  files[asked.page]?.().catch(ignore);
}
