import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import * as clinic from "@/api/clinic";
import { keys } from "@/api/keys";
import { everyPage } from "@/api/pages";
import type {
  CredentialCreate,
  CredentialUpdate,
  LocationCreate,
  LocationUpdate,
  OnCallShiftCreate,
  Role,
  RoomCreate,
  RoomUpdate,
  ServiceGrantCreate,
  StaffCreate,
  StaffHoursChange,
  StaffInvitation,
  StaffStatusChange,
  StaffUpdate,
} from "@/api/types";

import { WEEKS_AHEAD } from "./rota-rules";

const CLINIC = ["clinic"] as const;

// Where the set-up is changed it is read anew at each visit.
export const locationsQuery = queryOptions({ ...clinic.locationsQuery, staleTime: 0 });
export const roomsQuery = queryOptions({ ...clinic.roomsQuery, staleTime: 0 });
export const staffQuery = queryOptions({ ...clinic.staffQuery, staleTime: 0 });

/** Accounts of people on file, for their roles. */
export const accountsQuery = queryOptions({
  queryKey: [...CLINIC, "accounts"],
  queryFn: ({ signal }) =>
    everyPage((query) =>
      call(() => api.GET("/api/v1/accounts", { params: { query: { ...query, subject_kind: "staff" } }, signal })),
    ),
});

/** Credentials that end within sixty days, or ended in as many before. */
export const endingCredentialsQuery = queryOptions({
  queryKey: [...CLINIC, "ending"],
  queryFn: ({ signal }) =>
    everyPage((query) =>
      call(() =>
        api.GET("/api/v1/staff-credentials/expiring", { params: { query: { ...query, within_days: 60 } }, signal }),
      ),
    ),
});

const file = (staffId: string) => [...CLINIC, "file", staffId] as const;
const of = (staffId: string) => ({ path: { staff_id: staffId } });

export const staffFileQuery = (staffId: string) =>
  queryOptions({
    queryKey: [...file(staffId), "person"],
    queryFn: ({ signal }) => call(() => api.GET("/api/v1/staff/{staff_id}", { params: of(staffId), signal })),
  });

export const credentialsQuery = (staffId: string) =>
  queryOptions({
    queryKey: [...file(staffId), "credentials"],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        call(() => api.GET("/api/v1/staff/{staff_id}/credentials", { params: { ...of(staffId), query }, signal })),
      ),
  });

export const grantsQuery = (staffId: string) =>
  queryOptions({
    queryKey: [...file(staffId), "grants"],
    queryFn: ({ signal }) =>
      everyPage((query) =>
        call(() => api.GET("/api/v1/staff/{staff_id}/service-grants", { params: { ...of(staffId), query }, signal })),
      ),
  });

export const staffHoursQuery = (staffId: string) =>
  queryOptions({
    queryKey: [...file(staffId), "hours"],
    queryFn: ({ signal }) => call(() => api.GET("/api/v1/staff/{staff_id}/hours", { params: of(staffId), signal })),
  });

export const accountQuery = (accountId: string) =>
  queryOptions({
    queryKey: [...CLINIC, "account", accountId],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/accounts/{account_id}", { params: { path: { account_id: accountId } }, signal })),
  });

const version = (number: number) => ({ "If-Match": `"${number}"` });

/**
 * A change of the set-up. Whatever comes of it, what is shown is fetched again: a refusal is often due to what somebody
 * else did meanwhile.
 */
function useChange<Given, Answer>(change: (given: Given) => Promise<Answer>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => {
      for (const queryKey of [CLINIC, keys.locations, keys.rooms, keys.staff]) {
        void queryClient.invalidateQueries({ queryKey });
      }
    },
  });
}

type Change<Body> = { id: string; version: number; body: Body };

export const useAddLocation = () =>
  useChange((body: LocationCreate) => call(() => api.POST("/api/v1/locations", { body })));

export const useChangeLocation = () =>
  useChange(({ id, body, ...given }: Change<LocationUpdate>) =>
    call(() =>
      api.PATCH("/api/v1/locations/{location_id}", {
        params: { path: { location_id: id } },
        headers: version(given.version),
        body,
      }),
    ),
  );

export const useAddRoom = () => useChange((body: RoomCreate) => call(() => api.POST("/api/v1/rooms", { body })));

export const useChangeRoom = () =>
  useChange(({ id, body, ...given }: Change<RoomUpdate>) =>
    call(() =>
      api.PATCH("/api/v1/rooms/{room_id}", {
        params: { path: { room_id: id } },
        headers: version(given.version),
        body,
      }),
    ),
  );

const WEEK = 7 * 86_400_000;

/** The rota from the running shift on. Read anew with each day: the address of the list names instants. */
export const rotaQuery = (today: string) =>
  queryOptions({
    queryKey: [...CLINIC, "rota", today],
    queryFn: ({ signal }) => {
      const now = Date.now();
      const to_instant = new Date(now + WEEKS_AHEAD * WEEK).toISOString();
      const from_instant = new Date(now).toISOString();
      return everyPage((query) =>
        call(() =>
          api.GET("/api/v1/on-call/shifts", { params: { query: { ...query, from_instant, to_instant } }, signal }),
        ),
      );
    },
  });

export const onCallCandidatesQuery = queryOptions({
  queryKey: [...CLINIC, "candidates"],
  queryFn: ({ signal }) =>
    everyPage((query) => call(() => api.GET("/api/v1/on-call/candidates", { params: { query }, signal }))),
});

export const useAddShift = () =>
  useChange((body: OnCallShiftCreate) => call(() => api.POST("/api/v1/on-call/shifts", { body })));

const ofShift = (id: string, number: number) => ({
  path: { shift_id: id },
  header: { "if-match": `"${number}"` },
});

export const useChangeShift = () =>
  useChange(({ id, body, ...given }: Change<OnCallShiftCreate>) =>
    call(() => api.PUT("/api/v1/on-call/shifts/{shift_id}", { params: ofShift(id, given.version), body })),
  );

export const useRemoveShift = () =>
  useChange(({ id, ...given }: { id: string; version: number }) =>
    call(() => api.DELETE("/api/v1/on-call/shifts/{shift_id}", { params: ofShift(id, given.version) })),
  );

export const usePutOnFile = () => useChange((body: StaffCreate) => call(() => api.POST("/api/v1/staff", { body })));

export const useInviteNew = () =>
  useChange((body: StaffInvitation) => call(() => api.POST("/api/v1/staff/invitations", { body })));

export const useChangeFile = () =>
  useChange(({ id, body, ...given }: Change<StaffUpdate>) =>
    call(() => api.PATCH("/api/v1/staff/{staff_id}", { params: of(id), headers: version(given.version), body })),
  );

export const useChangeStatus = (staffId: string) =>
  useChange((body: StaffStatusChange) =>
    call(() => api.POST("/api/v1/staff/{staff_id}/status", { params: of(staffId), body })),
  );

export const useSetHours = (staffId: string) =>
  useChange(({ body, ...given }: { version: number; body: StaffHoursChange }) =>
    call(() =>
      api.PUT("/api/v1/staff/{staff_id}/hours", { params: of(staffId), headers: version(given.version), body }),
    ),
  );

export const useInvite = (staffId: string) =>
  useChange((roles: Role[]) =>
    call(() => api.POST("/api/v1/staff/{staff_id}/invite", { params: of(staffId), body: { roles } })),
  );

export const useAddCredential = (staffId: string) =>
  useChange((body: CredentialCreate) =>
    call(() => api.POST("/api/v1/staff/{staff_id}/credentials", { params: of(staffId), body })),
  );

const credential = (id: string) => ({ path: { staff_credential_id: id } });

export const useChangeCredential = () =>
  useChange(({ id, body, ...given }: Change<CredentialUpdate>) =>
    call(() =>
      api.PATCH("/api/v1/staff-credentials/{staff_credential_id}", {
        params: credential(id),
        headers: version(given.version),
        body,
      }),
    ),
  );

export const useVerifyCredential = () =>
  useChange((id: string) =>
    call(() => api.POST("/api/v1/staff-credentials/{staff_credential_id}/verify", { params: credential(id) })),
  );

export const useRevokeCredential = () =>
  useChange(({ id, ...body }: { id: string; revoked_on: string; reason: string }) =>
    call(() => api.POST("/api/v1/staff-credentials/{staff_credential_id}/revoke", { params: credential(id), body })),
  );

export const useGrantService = (staffId: string) =>
  useChange((body: ServiceGrantCreate) =>
    call(() => api.POST("/api/v1/staff/{staff_id}/service-grants", { params: of(staffId), body })),
  );

/** Ends a grant with today as its last day. */
export const useEndGrant = (staffId: string) =>
  useChange((grantId: string) =>
    call(() =>
      api.POST("/api/v1/staff/{staff_id}/service-grants/{service_grant_id}/end", {
        params: { path: { staff_id: staffId, service_grant_id: grantId } },
        body: {},
      }),
    ),
  );

const account = (accountId: string) => ({ path: { account_id: accountId } });

export const useGiveRole = (accountId: string) =>
  useChange((body: { role: Role; starts_on: string; ends_on: string | null }) =>
    call(() => api.POST("/api/v1/accounts/{account_id}/roles", { params: account(accountId), body })),
  );

/** Ends a role at once. */
export const useEndRole = (accountId: string) =>
  useChange((roleId: string) =>
    call(() =>
      api.POST("/api/v1/accounts/{account_id}/roles/{account_role_id}/end", {
        params: { path: { account_id: accountId, account_role_id: roleId } },
        body: {},
      }),
    ),
  );

export const useNewLink = (accountId: string) =>
  useChange(() => call(() => api.POST("/api/v1/accounts/{account_id}/enrolments", { params: account(accountId) })));

/** For somebody who lost phone and recovery codes. */
export const useTakeAuthenticatorAway = (accountId: string) =>
  useChange(() =>
    call(() => api.POST("/api/v1/accounts/{account_id}/second-factor/take-away", { params: account(accountId) })),
  );
