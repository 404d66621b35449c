import { Clinic } from "./clinic";
import { ALL_RIGHTS, type Chart, signedInWith } from "./clinic-chart";
import { PERSON } from "./clinic-person";
import { chartHandlers } from "./handlers-chart";
import { openApp } from "./open-app";
import { server } from "./server";

/** Opens one person's chart; `search` begins with "?". */
export function openChart(chart: Chart, search = "", permissions: readonly string[] = ALL_RIGHTS) {
  const clinic = new Clinic(chart.today);
  clinic.signedIn = signedInWith(permissions);
  const opened = openApp(clinic, `/participants/${PERSON}${search}`);
  server.use(...chartHandlers(chart));
  return opened;
}
