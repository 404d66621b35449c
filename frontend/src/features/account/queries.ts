import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { GlassBroken, PasswordChange, SecondFactorProof } from "@/api/types";

const DEVICES = ["account", "devices"] as const;
const AUTHENTICATOR = ["account", "authenticator"] as const;
const OPEN_RECORDS = ["account", "open records"] as const;

/** Browsers one is signed in with: at most twenty, as the server ends the oldest beyond that. */
export const devicesQuery = queryOptions({
  queryKey: DEVICES,
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/auth/sessions", { params: { query: { limit: 200 } }, signal })),
  select: (page) => page.items,
});

/** One's own staff file: until when one is licensed, and what one may lead. */
export const ownFileQuery = (staffId: string) =>
  queryOptions({
    queryKey: ["account", "file", staffId],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/staff/{staff_id}", { params: { path: { staff_id: staffId } }, signal })),
  });

export function useEndDevice() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      call(() =>
        api.POST("/api/v1/auth/sessions/{login_session_id}/end", { params: { path: { login_session_id: id } } }),
      ),
    onSettled: () => queryClient.invalidateQueries({ queryKey: DEVICES }),
  });
}

/** Signs out every browser but this one, in one go. */
export function useEndOtherDevices() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => call(() => api.POST("/api/v1/auth/sign-out-others")),
    onSettled: () => queryClient.invalidateQueries({ queryKey: DEVICES }),
  });
}

/** Records one has open by breaking the glass. */
export const openRecordsQuery = queryOptions({
  queryKey: OPEN_RECORDS,
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/break-glass/mine", { signal })),
  select: (page) => page.items,
});

/** Closes one of them before its time is over, and forgets what was seen of it. */
export function useEndOpenRecord() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: ({ id }: GlassBroken) =>
      call(() =>
        api.POST("/api/v1/break-glass/mine/{break_glass_id}/end", { params: { path: { break_glass_id: id } } }),
      ),
    onSettled: (_, __, { participant_id }) => {
      queryClient.removeQueries({ queryKey: keys.chart(participant_id) });
      return queryClient.invalidateQueries({ queryKey: OPEN_RECORDS });
    },
  });
}

export function useChangePassword() {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (body: PasswordChange) => call(() => api.POST("/api/v1/auth/password", { body })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: DEVICES }),
  });
}

/** Whether sign-in asks for a code, since when, and how many recovery codes are left. */
export const authenticatorQuery = queryOptions({
  queryKey: AUTHENTICATOR,
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/auth/second-factor", { signal })),
});

export function useStartAuthenticator() {
  return useMutation({
    mutationFn: (body: Pick<SecondFactorProof, "present_password">) =>
      call(() => api.POST("/api/v1/auth/second-factor/start", { body })),
  });
}

export function useConfirmAuthenticator() {
  return useFactorChange((body: Pick<SecondFactorProof, "code">) =>
    call(() => api.POST("/api/v1/auth/second-factor/confirm", { body })),
  );
}

export function useRenewRecoveryCodes() {
  return useFactorChange((body: SecondFactorProof) =>
    call(() => api.POST("/api/v1/auth/second-factor/recovery-codes", { body })),
  );
}

export function useTurnAuthenticatorOff() {
  return useFactorChange((body: SecondFactorProof) => call(() => api.POST("/api/v1/auth/second-factor/off", { body })));
}

function useFactorChange<Body, Made>(mutationFn: (body: Body) => Promise<Made>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: AUTHENTICATOR }),
        queryClient.invalidateQueries({ queryKey: DEVICES }),
      ]).then(() => {}),
  });
}
