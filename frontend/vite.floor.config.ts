import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** The empty page beside which Lighthouse's figures stand (bench/lighthouse.py). No part of what is shipped. */
export default defineConfig({
  plugins: [react()],
  publicDir: false,
  build: {
    target: "es2022",
    sourcemap: false,
    outDir: "../.cache/floor",
    emptyOutDir: true,
    rolldownOptions: { input: fileURLToPath(new URL("./floor/index.html", import.meta.url)) },
  },
});
