import "@fontsource-variable/inter/wght.css";
import "@/ui/mantine.css";
import "@/ui/tokens.css";
import "@/ui/base.css";

import { createRoot } from "react-dom/client";

import { connectApi } from "@/api/client";
import { watchActivity } from "@/lib/activity";
import { loadConfig } from "@/lib/config";
import { startTexts } from "@/lib/i18n";

import { App } from "./app";
import { fetchAhead } from "./fetch-ahead";
import { NotConfigured } from "./not-configured";
import { createAppRouter } from "./router";

const root = createRoot(document.getElementById("root") as HTMLElement);

const [config] = await Promise.all([loadConfig().catch(() => null), startTexts()]);
if (config) {
  connectApi(config.apiBaseUrl);
  watchActivity();
  const router = createAppRouter(config);
  fetchAhead(router);
  root.render(<App router={router} />);
} else {
  root.render(<NotConfigured />);
}
