import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

export default defineConfig({
  plugins: [react()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2022",
    sourcemap: false,
    manifest: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What many pages use travels as one file. Cut along the lines of which page uses what, it would be some forty
          // files that compress worse, and more of them with every page.
          groups: [{ name: "shared", test: /node_modules|src[\\/](ui|lib|api)[\\/]/, minShareCount: 4 }],
        },
      },
    },
  },
  server: { port: 5173, strictPort: true },
  test: {
    css: false,
    testTimeout: 30_000,
    maxWorkers: 2,
    projects: [
      // Values in, values out: no page around them.
      { extends: true, test: { name: "rules", environment: "node", include: ["src/{app,features,lib}/**/*.test.ts"] } },
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
