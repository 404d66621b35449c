import { QueryClient } from "@tanstack/react-query";

import { ProblemError } from "@/api/problem";

/** What the server refused stays refused; only a missing answer is worth another try. */
function worthRetrying(failures: number, error: Error): boolean {
  const refused = error instanceof ProblemError && error.problem.status < 500;
  return !refused && failures < 2;
}

export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        gcTime: 5 * 60_000,
        retry: worthRetrying,
        retryDelay: (failures) => 500 * 2 ** failures,
        // The browser's own idea of being online is often wrong; the answer of the server is what counts.
        networkMode: "always",
      },
      mutations: { networkMode: "always", retry: false },
    },
  });
}
