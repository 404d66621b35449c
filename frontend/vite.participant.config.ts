import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/**
 * The page of participants: a build of its own into the same folder, so that a phone fetches nothing of the staff's app
 * and the staff's chunks are cut as if it were not there.
 */
export default defineConfig({
  plugins: [react()],
  publicDir: false,
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    target: "es2022",
    sourcemap: false,
    emptyOutDir: false,
    manifest: ".vite/participant.json",
    rolldownOptions: { input: fileURLToPath(new URL("./participant/index.html", import.meta.url)) },
  },
});
