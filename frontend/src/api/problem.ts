/** A refusal as the server writes it (RFC 9457). Further members are counts, ids and codes. */
export type Problem = {
  type: string;
  title: string;
  status: number;
  code: string;
  /** What is wrong with a password that was refused. */
  flaw?: string;
  retry_after_seconds?: number;
  errors?: { pointer: string; code: string; detail: string }[] | null;
};

/** The server refused. `problem.code` is stable and is what texts are chosen by. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.title);
    this.name = "ProblemError";
  }
}

/** No answer came: no network, no server, or too late. */
export class UnreachableError extends Error {
  constructor() {
    super("The server could not be reached");
    this.name = "UnreachableError";
  }
}

export function asProblem(body: unknown, status: number): Problem {
  if (typeof body === "object" && body !== null && "code" in body && "title" in body) return body as Problem;
  return { type: "about:blank", title: "Unexpected answer", status, code: "unexpected" };
}

export const hasCode = (error: unknown, code: string) => error instanceof ProblemError && error.problem.code === code;
export const hasStatus = (error: unknown, status: number) =>
  error instanceof ProblemError && error.problem.status === status;
