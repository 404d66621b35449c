import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const sheetsOf = (chunk: { viteMetadata?: { importedCss: Set<string> } }) => chunk.viteMetadata?.importedCss ?? [];

type Graph = { getModuleInfo: (id: string) => { importedIds: string[] } | null };

/** What runs before anything else is there. */
const START = ["./src/app/start.ts"];
const MAIN = "src/app/main.tsx";
/** What the first page after signing in is made of. */
const FIRST = [`./${MAIN}`, "./src/app/shell.tsx", "./src/app/routes/today-route.tsx"];

/** Our modules that these import, directly or through others. Libraries are cut by what is used of them. */
function modulesOf(paths: string[], graph: Graph): Set<string> {
  const reached = new Set<string>();
  const visit = (id: string) => {
    if (reached.has(id) || id.includes("node_modules")) return;
    reached.add(id);
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) visit(imported);
  };
  for (const path of paths) visit(fileURLToPath(new URL(path, import.meta.url)));
  return reached;
}

const OVERLAYS =
  /node_modules\/(@floating-ui|react-remove-scroll|react-style-singleton|use-sidecar|use-callback-ref|@mantine\/core\/esm\/components\/(Drawer|FocusTrap|Modal|ModalBase|Overlay|Popover|Portal|ScrollArea)\/)/;
const FIELDS =
  /node_modules\/@mantine\/core\/esm\/components\/(Checkbox|CloseButton|Combobox|Input|InputBase|NativeSelect|Text|TextInput|Textarea)\/|src\/ui\/(error-summary|fields)/;

/** A group of chunks that takes what `choose` finds once the graph is known. */
function chunkOf(name: string, choose: (graph: Graph) => Set<string>) {
  let modules: Set<string> | undefined;
  return (id: string, graph: Graph): string | null => {
    modules ??= choose(graph);
    return modules.has(id) ? name : null;
  };
}

/** Its own file, with what others share with it: a module that runs early must wait for nothing large. */
const chunkOfStart = chunkOf("start", (graph) => modulesOf(START, graph).add("\0vite/preload-helper.js"));

/**
 * What the first page shares with others stays together. Left alone, every further page cuts it into smaller chunks by
 * who shares what, and many small files compress worse than a few.
 */
const ourFirst = chunkOf("first", (graph) => modulesOf(FIRST, graph));
// A chunk takes along what its files import: what overlays share with the first page belongs to that.
const chunkOfFirstPage = (id: string, graph: Graph) =>
  id.includes("use-isomorphic-effect") ? "first" : ourFirst(id, graph);

/**
 * The page names what the app is made of, though only a module that runs asks for it: known with the page, it comes a
 * journey earlier. Sheets first, as nothing is drawn before them.
 */
const namesTheApp: Plugin = {
  name: "names-the-app",
  transformIndexHtml: {
    order: "post",
    handler(html, { bundle }) {
      if (!bundle) return html;
      const chunks = Object.values(bundle).filter((one) => one.type === "chunk");
      const main = chunks.find((chunk) => chunk.facadeModuleId?.endsWith(MAIN));
      if (!main) throw new Error(`the build has no ${MAIN}`);
      const files = new Set<string>();
      const visit = (file: string) => {
        if (files.has(file) || html.includes(file)) return;
        files.add(file);
        for (const imported of chunks.find((chunk) => chunk.fileName === file)?.imports ?? []) visit(imported);
      };
      visit(main.fileName);
      const sheets = chunks.filter(({ fileName }) => files.has(fileName)).flatMap((chunk) => [...sheetsOf(chunk)]);
      const ofStart = html.match(/ *<link rel="stylesheet"[^>]*>\n/g) ?? [];
      const links = [...ofStart, ...sheets.map((file) => `    <link rel="stylesheet" crossorigin href="/${file}">\n`)];
      const modules = [...files].map((file) => `  <link rel="modulepreload" crossorigin href="/${file}">\n  `);
      return ofStart
        .reduce((page, sheet) => page.replace(sheet, ""), html)
        .replace(/ *<link rel="preload"/, `${links.join("")}$&`)
        .replace("</head>", `${modules.join("")}</head>`);
    },
  },
};

/** While it is edited the page of participants has the address that it has when it is served. */
const pageOfParticipants: Plugin = {
  name: "page-of-participants",
  configureServer(server) {
    server.middlewares.use((request, _, next) => {
      if (/^\/me(\/|$)/.test(request.url ?? "")) request.url = "/participant/index.html";
      next();
    });
  },
};

export default defineConfig({
  plugins: [react(), namesTheApp, pageOfParticipants],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2022",
    sourcemap: false,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: chunkOfStart, debugName: "start" },
            { name: chunkOfFirstPage, debugName: "first page", minShareCount: 2 },
            // What opens over a page, and fields: the first page shows neither before somebody asks.
            { name: "fields", test: FIELDS, minShareCount: 2 },
            { name: "overlays", test: OVERLAYS, minShareCount: 2 },
            { name: "search", test: /src\/lib\/(person-search|use-debounced)/ },
            // Of the libraries, what most pages use: a lower count would make signing in fetch what only few need.
            { name: "libraries", test: /node_modules/, minShareCount: 16 },
            // Each file less is a name less in the list that the first page carries: icons and forms go together.
            { name: "icons", test: /node_modules\/@tabler/, minShareCount: 2 },
            {
              name: "forms",
              test: /src\/(ui\/(choice|form(?!-dialog|-drawer)|editor|draft|fields|found|person|refused|use-form)|lib\/(use-)?draft)/,
            },
          ],
        },
      },
    },
  },
  server: { port: 5173, strictPort: true },
  test: {
    css: false,
    testTimeout: 30_000,
    maxWorkers: 2,
    // Files of a worker share what they import: loading the whole app anew for each took a third of the time.
    isolate: false,
    projects: [
      // Values in, values out: no page around them.
      {
        extends: true,
        test: {
          name: "rules",
          environment: "node",
          include: ["src/{app,features,lib}/**/*.test.ts", "participant/*.test.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "pages",
          environment: "jsdom",
          include: ["src/**/*.test.tsx", "src/api/**/*.test.ts"],
          setupFiles: ["src/test/setup.ts"],
        },
      },
    ],
  },
});
