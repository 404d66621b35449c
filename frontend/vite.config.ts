import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

type Graph = { getModuleInfo: (id: string) => { importedIds: string[] } | null };

/** What the first page after signing in is made of. */
const FIRST = ["./src/app/start.tsx", "./src/app/shell.tsx", "./src/app/routes/today-route.tsx"];

/** Our modules that the first page imports, directly or through others. Libraries are cut by what is used of them. */
function modulesOfFirstPage(graph: Graph): Set<string> {
  const reached = new Set<string>();
  const visit = (id: string) => {
    if (reached.has(id) || id.includes("node_modules")) return;
    reached.add(id);
    for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) visit(imported);
  };
  for (const path of FIRST) visit(fileURLToPath(new URL(path, import.meta.url)));
  return reached;
}

const OVERLAYS =
  /node_modules\/(@floating-ui|react-remove-scroll|react-style-singleton|use-sidecar|use-callback-ref|@mantine\/core\/esm\/components\/(Drawer|FocusTrap|Modal|ModalBase|Overlay|Popover|Portal|ScrollArea)\/)/;
const FIELDS =
  /node_modules\/@mantine\/core\/esm\/components\/(Checkbox|CloseButton|Combobox|Input|InputBase|NativeSelect|Text|TextInput|Textarea)\//;

/**
 * What the first page shares with others stays together. Left alone, every further page cuts it into smaller chunks by
 * who shares what, and many small files compress worse than a few.
 */
function chunkOfFirstPage() {
  let modules: Set<string> | undefined;
  return (id: string, graph: Graph): string | null => {
    modules ??= modulesOfFirstPage(graph);
    // A chunk takes along what its files import: what overlays share with the first page belongs to that.
    return modules.has(id) || id.includes("use-isomorphic-effect") ? "first" : null;
  };
}

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
  plugins: [react(), pageOfParticipants],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2022",
    sourcemap: false,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: chunkOfFirstPage(), debugName: "first page", minShareCount: 2 },
            // What opens over a page, and fields: the first page shows neither before somebody asks.
            { name: "fields", test: FIELDS, minShareCount: 2 },
            { name: "overlays", test: OVERLAYS, minShareCount: 2 },
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
