// Fails the build when a screen grows past its budget: what a browser has to fetch for it, gzipped, in kB of 1000 bytes.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, "utf8"));
const size = (file) => gzipSync(readFileSync(dist + file), { level: 9 }).length / 1000;

const START = ["index.html", "src/app/main.tsx"];
const SHELL = "src/app/shell.tsx";
/** Every route of the staff app. What is not `inside` the shell does not bring it along. */
const budgets = [
  { name: "Today", route: "today", js: 205 },
  { name: "Schedule", route: "week", js: 230 },
  { name: "Plan", route: "plan", js: 340 },
  { name: "Sheet", route: "sheet", js: 340 },
  { name: "Huddle", route: "huddle", js: 340 },
  { name: "Downtime roster", route: "downtime", js: 340 },
  { name: "Participants", route: "participants", js: 220 },
  { name: "New participant", route: "new-participant", js: 340 },
  { name: "Duplicates", route: "duplicates", js: 340 },
  { name: "Chart", route: "chart", js: 250 },
  { name: "Cohorts", route: "cohorts", js: 340 },
  { name: "Cohort", route: "cohort", js: 340 },
  { name: "Programs", route: "programs", js: 340 },
  { name: "New program", route: "new-program", js: 340 },
  { name: "Program", route: "program", js: 340 },
  { name: "Therapies", route: "therapies", js: 340 },
  { name: "Therapy", route: "therapy", js: 340 },
  { name: "Outcomes", route: "outcomes", js: 340 },
  { name: "Fidelity", route: "fidelity", js: 340 },
  { name: "Clinic", route: "clinic", js: 340 },
  { name: "Staff file", route: "staff-file", js: 340 },
  { name: "Audit", route: "audit", js: 340 },
  { name: "Account", route: "account", js: 340 },
  { name: "Wall", route: "wall", js: 340, inside: false },
  { name: "Giving", route: "giving", js: 340, inside: false },
  { name: "Sign-in", route: "sign-in", js: 205, inside: false },
  { name: "Enrolment", route: "enrol", js: 340, inside: false },
];
const CSS = 25;

/** Chunks of these entries with everything they import at once. */
function chunksOf(entries) {
  const found = new Set();
  const visit = (key) => {
    if (found.has(key)) return;
    if (!manifest[key]) throw new Error(`the build has no ${key}`);
    found.add(key);
    for (const imported of manifest[key].imports ?? []) visit(imported);
  };
  for (const entry of entries) visit(entry);
  return [...found].map((key) => manifest[key]);
}

const fileOf = (route) => `src/app/routes/${route}-route.tsx`;
const budgeted = new Set(budgets.map(({ route }) => fileOf(route)));
const without = Object.keys(manifest).filter(
  (key) => /^src\/app\/routes\/.*-route\.tsx$/.test(key) && !budgeted.has(key),
);
if (without.length > 0) throw new Error(`Give these routes a budget: ${without.join(", ")}`);

const over = [];
const report = (name, kilobytes, budget) => {
  console.log(`${name.padEnd(20)} ${kilobytes.toFixed(1).padStart(6)} kB of ${budget}`);
  if (kilobytes > budget) over.push(name);
};
for (const { name, route, js, inside = true } of budgets) {
  const chunks = chunksOf([...START, ...(inside ? [SHELL] : []), fileOf(route)]);
  report(
    `${name} JS`,
    chunks.reduce((sum, chunk) => sum + size(chunk.file), 0),
    js,
  );
  const sheets = new Set(chunks.flatMap((chunk) => chunk.css ?? []));
  report(
    `${name} CSS`,
    [...sheets].reduce((sum, sheet) => sum + size(sheet), 0),
    CSS,
  );
}
const own = JSON.parse(readFileSync(`${dist}.vite/participant.json`, "utf8"))["participant/index.html"];
report("Participant JS", size(own.file), 90);
report(
  "Participant CSS",
  (own.css ?? []).reduce((sum, sheet) => sum + size(sheet), 0),
  CSS,
);
if (over.length > 0) {
  console.error(`Over budget: ${over.join(", ")}`);
  process.exit(1);
}
