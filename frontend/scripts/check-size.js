// Fails the build when a screen grows past its budget: what a browser has to fetch for it, gzipped, in kB of 1000 bytes.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";

const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const manifest = JSON.parse(readFileSync(`${dist}.vite/manifest.json`, "utf8"));
const size = (file) => gzipSync(readFileSync(dist + file), { level: 9 }).length / 1000;

const START = ["index.html", "src/app/shell.tsx"];
const budgets = [
  { name: "Today", routes: ["src/app/routes/today-route.tsx"], js: 220 },
  { name: "Schedule", routes: ["src/app/routes/week-route.tsx"], js: 340 },
  { name: "Plan", routes: ["src/app/routes/plan-route.tsx"], js: 340 },
  { name: "Participants", routes: ["src/app/routes/participants-route.tsx"], js: 340 },
  { name: "Chart", routes: ["src/app/routes/chart-route.tsx"], js: 340 },
  { name: "Cohorts", routes: ["src/app/routes/cohorts-route.tsx"], js: 340 },
  { name: "Cohort", routes: ["src/app/routes/cohort-route.tsx"], js: 340 },
  { name: "Programs", routes: ["src/app/routes/programs-route.tsx"], js: 340 },
  { name: "New program", routes: ["src/app/routes/new-program-route.tsx"], js: 340 },
  { name: "Program", routes: ["src/app/routes/program-route.tsx"], js: 340 },
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

const over = [];
const report = (name, kilobytes, budget) => {
  console.log(`${name.padEnd(20)} ${kilobytes.toFixed(1).padStart(6)} kB of ${budget}`);
  if (kilobytes > budget) over.push(name);
};
for (const { name, routes, js } of budgets) {
  const chunks = chunksOf([...START, ...routes]);
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
