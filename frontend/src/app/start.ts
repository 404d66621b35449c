import "@fontsource-variable/inter/wght.css";
import "@/ui/mantine.css";
import "@/ui/tokens.css";
import "@/ui/base.css";

import { loadConfig } from "@/lib/config";
import { preferredLanguage } from "@/lib/preferred-language";

import { askForPage } from "./ahead";
import { fetchRoute } from "./route-files";

/*
 * What the page begins with. It imports nothing large, so that it runs while the app is still on its way: the files of
 * the page that was asked for, and who is signed in and what that page shows, are asked for beside the app and not
 * after it. On a slow line each of these would cost a journey of its own.
 */
async function begin(): Promise<void> {
  const main = import("./main");
  fetchRoute(window.location.pathname);
  // What fails here is fetched again when it is needed.
  if (preferredLanguage() === "es") import("@/lib/texts/es").catch(() => {});
  const config = await loadConfig().catch(() => null);
  if (config) void askForPage(config.apiBaseUrl, window.location, new Date());
  await (await main).start(config);
}

// Not awaited: the app imports some of this file, and would wait for what waits for it.
void begin();
