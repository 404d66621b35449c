/** What whoever deployed the app wrote beside it: one build serves any clinic. */
export type Config = { apiBaseUrl: string; organization: string | undefined };

export function parseConfig(value: unknown): Config {
  if (typeof value !== "object" || value === null) throw new Error("config.json is not an object");
  const { apiBaseUrl, organization } = value as Record<string, unknown>;
  if (typeof apiBaseUrl !== "string") throw new Error("config.json names no apiBaseUrl");
  return {
    apiBaseUrl: apiBaseUrl.replace(/\/+$/, ""),
    organization: typeof organization === "string" && organization !== "" ? organization : undefined,
  };
}

export async function loadConfig(): Promise<Config> {
  // As the page asked for it ahead: asked otherwise, it would be fetched twice. Its server says that nobody keeps it.
  const response = await fetch("/config.json");
  if (!response.ok) throw new Error(`config.json: ${response.status}`);
  return parseConfig(await response.json());
}
