import type { components } from "@/api/schema";
import { type Config, loadConfig } from "@/lib/config";

type Schemas = components["schemas"];
export type Account = Schemas["Me"];
export type MyPage = Schemas["MyPage"];
export type Due = Schemas["MyDue"];
export type Measure = Schemas["MyMeasure"];
export type Progress = Schemas["MyProgress"];
export type Crisis = Schemas["Crisis"];
export type Plan = Schemas["MySafetyPlan"];
export type Link = Schemas["EnrolmentRead"];

/** The server said no: `code` says why, `facts` how many or until when. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    readonly facts: Record<string, unknown>,
  ) {
    super(code);
  }
  get retryAfter(): number | undefined {
    const told = this.facts.retry_after_seconds;
    return typeof told === "number" ? told : undefined;
  }
  /** The same request may succeed later. */
  get passing(): boolean {
    return this.status >= 500 || this.status === 429 || this.status === 408 || this.status === 401;
  }
}

/** Nobody answered. */
export class Unreachable extends Error {}

const TIMEOUT_MILLISECONDS = 15_000;
let config: Config = { apiBaseUrl: "", organization: undefined };
let csrf: string | null = null;
let signedInAs: string | null = null;

export async function connect(): Promise<Config> {
  config = await loadConfig();
  return config;
}

type Method = "GET" | "POST" | "PUT";

type Sent = { body?: object; version?: number; leaving?: boolean };

async function send<Answer>(method: Method, path: string, { body, version, leaving }: Sent = {}): Promise<Answer> {
  const headers: Record<string, string> = {};
  if (body) headers["Content-Type"] = "application/json";
  if (csrf && method !== "GET") headers["X-CSRF-Token"] = csrf;
  if (version !== undefined) headers["If-Match"] = `"${version}"`;
  let response: Response;
  try {
    response = await fetch(`${config.apiBaseUrl}/api/v1${path}`, {
      method,
      headers,
      credentials: "include",
      cache: "no-store",
      keepalive: leaving === true,
      signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch {
    throw new Unreachable();
  }
  const answer: unknown = response.status === 204 ? null : await response.json().catch(() => null);
  if (response.ok) return answer as Answer;
  const problem = (typeof answer === "object" && answer ? answer : {}) as Record<string, unknown>;
  throw new Refused(response.status, typeof problem.code === "string" ? problem.code : "unknown", problem);
}

function keep(account: Account): Account {
  csrf = account.csrf_token;
  signedInAs = account.account.id;
  return account;
}

export const whoAmI = async () => keep(await send<Account>("GET", "/auth/me"));
export const signIn = async (organization: string, email: string, password: string) =>
  keep(await send<Account>("POST", "/auth/sign-in", { body: { organization, email, password } }));
export const signOut = async () => {
  await send<null>("POST", "/auth/sign-out");
  csrf = null;
  signedInAs = null;
};
export const readLink = (token: string) => send<Link>("POST", "/auth/enrolments/inspect", { body: { token } });
export const setPassword = (token: string, password: string) =>
  send<Schemas["Enrolled"]>("POST", "/auth/enrol", { body: { token, password } });
export const readPage = () => send<MyPage>("GET", "/me");
export const readDue = async () => (await send<Schemas["MyMeasures"]>("GET", "/me/measures")).due;
/** The plan that holds; null where none was written yet. */
export const readPlan = () =>
  send<Plan>("GET", "/me/safety-plan").catch((error: unknown) => {
    if (error instanceof Refused && error.code === "no-safety-plan") return null;
    throw error;
  });
export const startMeasure = (instrument_key: string, language: string) =>
  send<Measure>("POST", "/me/measures", { body: { instrument_key, language } });
export const readMeasure = (id: string) => send<Measure>("GET", `/me/measures/${id}`);
export const answer = (id: string, item: string, value: number | null) =>
  send<Progress>("PUT", `/me/measures/${id}/answers/${item}`, { body: { value } });
export const handIn = (id: string, version: number) =>
  send<Progress>("POST", `/me/measures/${id}/hand-in`, { version });

/** Somebody else uses this page now, or nobody. */
export class Elsewhere extends Error {}

/** Tells staff that something an account said is not stored; never in the name of another. */
export async function tellNotStored(accountId: string, leaving: boolean): Promise<void> {
  if (signedInAs !== accountId) throw new Elsewhere();
  await send<Schemas["MyReport"]>("POST", "/me/not-stored", { leaving });
}
