import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import { beginAt } from "@/api/log-position";
import { forgetSession, rememberSession } from "@/api/renewal";
import type { SignedIn } from "@/api/types";
import { leaving } from "@/lib/leaving";

export type Credentials = { organization: string; email: string; password: string; code?: string };

function remembered(session: SignedIn): SignedIn {
  rememberSession(session.csrf_token);
  beginAt(session.changes_position);
  return session;
}

/** Who is signed in here; a refusal (401) means nobody. */
export const meQuery = queryOptions({
  queryKey: keys.me,
  queryFn: async ({ signal }) => remembered(await call(() => api.GET("/api/v1/auth/me", { signal }), { renew: false })),
  staleTime: Number.POSITIVE_INFINITY,
  gcTime: Number.POSITIVE_INFINITY,
});

export function useSignIn() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: Credentials) => call(() => api.POST("/api/v1/auth/sign-in", { body }), { renew: false }),
    onSuccess: (session) => queryClient.setQueryData(keys.me, remembered(session)),
  });
}

/**
 * Ends the session here or on every device, unless something would be lost by it and the person stays: then it answers
 * false. Whoever leaves the pages behind it also empties the cache.
 */
export function useSignOut() {
  return useMutation({
    mutationFn: async ({ everywhere }: { everywhere: boolean }): Promise<boolean> => {
      const holder = leaving.get();
      if (holder && !(await holder.ask())) return false;
      const path = everywhere ? "/api/v1/auth/sign-out-everywhere" : "/api/v1/auth/sign-out";
      await call(() => api.POST(path), { renew: false });
      await holder?.left();
      forgetSession();
      return true;
    },
  });
}
