import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import type {
  CredentialCreate,
  CredentialUpdate,
  LocationCreate,
  LocationUpdate,
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

const CLINIC = ["clinic"] as const;
const PAGE = 200;
const MOST_PAGES = 10;

type Page<Item> = { items: Item[]; next_cursor: string | null };
type Slice = { limit: number; cursor?: string };

/** All of a list that is sorted or joined here: a clinic has some dozens of rooms and people, never thousands. */
async function everyPage<Item>(read: (slice: Slice) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | null = null;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const page: Page<Item> = await read({ limit: PAGE, ...(cursor ? { cursor } : {}) });
    items.push(...page.items);
    cursor = page.next_cursor;
    if (!cursor) break;
  }
  return items;
}

export const locationsQuery = queryOptions({
  queryKey: [...CLINIC, "locations"],
  queryFn: ({ signal }) =>
    everyPage((query) => call(() => api.GET("/api/v1/locations", { params: { query }, signal }))),
});

export const roomsQuery = queryOptions({
  queryKey: [...CLINIC, "rooms"],
  queryFn: ({ signal }) => everyPage((query) => call(() => api.GET("/api/v1/rooms", { params: { query }, signal }))),
});

export const staffQuery = queryOptions({
  queryKey: [...CLINIC, "staff"],
  queryFn: ({ signal }) => everyPage((query) => call(() => api.GET("/api/v1/staff", { params: { query }, signal }))),
});

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
 * else did meanwhile. `stale` names what other pages keep of it.
 */
function useChange<Given, Answer>(change: (given: Given) => Promise<Answer>, stale: readonly string[] = []) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSettled: () => {
      for (const key of [...stale, ...CLINIC]) void queryClient.invalidateQueries({ queryKey: [key] });
    },
  });
}

type Change<Body> = { id: string; version: number; body: Body };

export const useAddLocation = () =>
  useChange((body: LocationCreate) => call(() => api.POST("/api/v1/locations", { body })), ["locations"]);

export const useChangeLocation = () =>
  useChange(
    ({ id, body, ...given }: Change<LocationUpdate>) =>
      call(() =>
        api.PATCH("/api/v1/locations/{location_id}", {
          params: { path: { location_id: id } },
          headers: version(given.version),
          body,
        }),
      ),
    ["locations", "week", "today"],
  );

export const useAddRoom = () =>
  useChange((body: RoomCreate) => call(() => api.POST("/api/v1/rooms", { body })), ["rooms"]);

export const useChangeRoom = () =>
  useChange(
    ({ id, body, ...given }: Change<RoomUpdate>) =>
      call(() =>
        api.PATCH("/api/v1/rooms/{room_id}", {
          params: { path: { room_id: id } },
          headers: version(given.version),
          body,
        }),
      ),
    ["rooms", "week", "today"],
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
