import createClient, { type Client } from "openapi-fetch";

import { isIdle } from "@/lib/activity";

import { takeAhead } from "./ahead";
import { connection } from "./connection";
import { asProblem, ProblemError, UnreachableError } from "./problem";
import { noteCall } from "./quiet";
import { canRenew, csrfToken, waitForRenewal } from "./renewal";
import type { paths } from "./schema";

const TIMEOUT_MILLISECONDS = 15_000;
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** The typed client. `connectApi` gives it the address from `config.json` before anything is shown. */
export let api: Client<paths>;
export let apiAddress: string;

export function connectApi(baseUrl: string): void {
  apiAddress = baseUrl || window.location.origin;
  api = createClient<paths>({
    baseUrl: apiAddress,
    credentials: "include",
    fetch: (request) =>
      takeAhead(request) ??
      fetch(request, { signal: AbortSignal.any([request.signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]) }),
  });
  api.use({
    onRequest({ request }) {
      const token = csrfToken();
      // A page that asks by the clock must not keep somebody signed in who went away.
      if (isIdle()) request.headers.set("X-Handrail-Background", "1");
      if (token && !SAFE.has(request.method)) request.headers.set("X-CSRF-Token", token);
      return request;
    },
  });
}

type Answer<Data> = { data?: Data; error?: unknown; response: Response };

/** Sends a call, and once more after the person has signed in again if the session has ended. */
export async function call<Data>(send: () => Promise<Answer<Data>>, { renew = true } = {}): Promise<Data> {
  const answer = await reach(send);
  if (answer.response.status === 401 && renew && canRenew() && (await waitForRenewal())) {
    return dataOf(await reach(send));
  }
  return dataOf(answer);
}

async function reach<Data>(send: () => Promise<Answer<Data>>): Promise<Answer<Data>> {
  let answer: Answer<Data>;
  const answered = noteCall();
  try {
    answer = await send();
  } catch (error) {
    if (isAbortByCaller(error)) throw error;
    connection.set("down");
    throw new UnreachableError();
  } finally {
    answered();
  }
  connection.set([502, 503, 504].includes(answer.response.status) ? "down" : "up");
  return answer;
}

/** TanStack Query ends calls whose answer nobody waits for; that says nothing about the connection. */
function isAbortByCaller(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function dataOf<Data>({ data, error, response }: Answer<Data>): Data {
  if (!response.ok) throw new ProblemError(asProblem(error, response.status));
  return data as Data;
}
