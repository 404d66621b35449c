const TIMEOUT_MILLISECONDS = 15_000;
/** As long as an answer counts as fresh. */
const KEPT_MILLISECONDS = 15_000;

/** Answers by the address that was asked, each for the first who asks there. */
const coming = new Map<string, Promise<Response>>();

/** Asks before the client is there. The client takes the answer, or its failure, as if it had asked itself. */
export function askAhead(address: string): Promise<Response> {
  const answer = fetch(address, { credentials: "include", signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS) });
  coming.set(address, answer);
  const forget = () => {
    if (coming.get(address) === answer) coming.delete(address);
  };
  // Whoever takes it hears of a failure; that nobody does is none.
  answer.then(() => setTimeout(forget, KEPT_MILLISECONDS), forget);
  return answer;
}

/** The answer to this request, if it was asked for ahead and nobody has taken it. */
export function takeAhead({ method, url }: Pick<Request, "method" | "url">): Promise<Response> | undefined {
  if (method !== "GET") return undefined;
  const answer = coming.get(url);
  coming.delete(url);
  return answer;
}
