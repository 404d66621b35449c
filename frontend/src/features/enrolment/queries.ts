import { useMutation, useQuery } from "@tanstack/react-query";

import { api, call } from "@/api/client";

/** Whom a one-time link is for. Its secret goes in the body of a request, and into no key of what is remembered. */
export function useLink(token: string) {
  return useQuery({
    queryKey: ["enrolment"],
    queryFn: ({ signal }) =>
      call(() => api.POST("/api/v1/auth/enrolments/inspect", { body: { token }, signal }), { renew: false }),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    enabled: token !== "",
  });
}

export function useEnrol(token: string) {
  return useMutation({
    mutationFn: (password: string) =>
      call(() => api.POST("/api/v1/auth/enrol", { body: { token, password } }), { renew: false }),
  });
}
