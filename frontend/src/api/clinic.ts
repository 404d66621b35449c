import { queryOptions } from "@tanstack/react-query";

import { api, call } from "./client";
import { keys } from "./keys";
import { everyPage } from "./pages";

/** What a clinic consists of. Forms choose from it and pages name ids by it; one copy serves all of them. */
const RARELY = 10 * 60_000;

export const locationsQuery = queryOptions({
  queryKey: keys.locations,
  queryFn: ({ signal }) =>
    everyPage((query) => call(() => api.GET("/api/v1/locations", { params: { query }, signal }))),
  staleTime: RARELY,
});

export const roomsQuery = queryOptions({
  queryKey: keys.rooms,
  queryFn: ({ signal }) => everyPage((query) => call(() => api.GET("/api/v1/rooms", { params: { query }, signal }))),
  staleTime: RARELY,
});

export const programsQuery = queryOptions({
  queryKey: [...keys.programs, "list"] as const,
  queryFn: ({ signal }) => everyPage((query) => call(() => api.GET("/api/v1/programs", { params: { query }, signal }))),
  staleTime: RARELY,
});

/** Those that have ended too. */
export const cohortsQuery = queryOptions({
  queryKey: [...keys.cohorts, "all"] as const,
  queryFn: ({ signal }) => everyPage((query) => call(() => api.GET("/api/v1/cohorts", { params: { query }, signal }))),
  staleTime: RARELY,
});

/** Everybody on file, those who left too. */
export const staffQuery = queryOptions({
  queryKey: [...keys.staff, "all"] as const,
  queryFn: ({ signal }) => everyPage((query) => call(() => api.GET("/api/v1/staff", { params: { query }, signal }))),
  staleTime: RARELY,
});

/** Who works here now. */
export const colleaguesQuery = queryOptions({
  ...staffQuery,
  select: (staff) => staff.filter((one) => one.status === "active"),
});

/** What everybody who works here is called, by their id. */
export const staffNamesQuery = queryOptions({
  ...staffQuery,
  select: (staff) => new Map(staff.map((one) => [one.id, one.display_name])),
});

export const cohortNamesQuery = queryOptions({
  ...cohortsQuery,
  select: (cohorts) => new Map(cohorts.map((one) => [one.id, one.name])),
});

export const roomNamesQuery = queryOptions({
  ...roomsQuery,
  select: (rooms) => new Map(rooms.map((one) => [one.id, one.name])),
});
