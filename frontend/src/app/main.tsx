import { createRoot } from "react-dom/client";

import { connectApi } from "@/api/client";
import { watchActivity } from "@/lib/activity";
import type { Config } from "@/lib/config";
import { startTexts } from "@/lib/i18n";

import { App } from "./app";
import { NotConfigured } from "./not-configured";
import { createAppRouter } from "./router";

/** Shows the app, or that nobody told it where its server is. */
export async function start(config: Config | null): Promise<void> {
  const root = createRoot(document.getElementById("root") as HTMLElement);
  await startTexts();
  if (!config) {
    root.render(<NotConfigured />);
    return;
  }
  connectApi(config.apiBaseUrl);
  watchActivity();
  root.render(<App router={createAppRouter(config)} />);
}
