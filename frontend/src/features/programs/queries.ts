import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type {
  AgeBand,
  AttendancePolicyWrite,
  InstrumentTextCreate,
  LevelOfCare,
  MeasureScheduleWrite,
  Phase,
  ProgramCreate,
  ProgramStaffCreate,
  ProgramUpdate,
} from "@/api/types";

const LIMIT = 200;

export const programQuery = (id: string) =>
  queryOptions({
    queryKey: [...keys.programs, "one", id],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/programs/{program_id}", { params: { path: { program_id: id } }, signal })),
  });

/** What Handrail ships. It changes with a release. */
export const templatesQuery = queryOptions({
  queryKey: ["program templates"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/program-templates", { signal })),
  select: (list) => list.items,
  staleTime: 60 * 60_000,
});

/** What the shipped templates say, and what that is in Spanish: it comes with them. */
export const templateTextsQuery = queryOptions({ ...templatesQuery, select: (list) => list.texts_es });

/** The state of the organization decides which rules of the week apply. */
export const stateQuery = queryOptions({
  queryKey: ["organization"],
  queryFn: ({ signal }) => call(() => api.GET("/api/v1/organization", { signal })),
  select: (organization) => organization.state,
  staleTime: 60 * 60_000,
});

type Situation = { level: LevelOfCare; age: AgeBand; phase: Phase; on: string; state: string };

/** What the rules say about a week on a day; null where none is valid. */
export const limitsQuery = ({ level, age, phase, on, state }: Situation) =>
  queryOptions({
    queryKey: ["week limits", level, age, phase, on, state],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/week-rules/limits", {
          params: { query: { on, age_band: age, level_of_care: level, phase, state } },
          signal,
        }),
      ),
    select: (answer) => answer.limits,
    staleTime: 10 * 60_000,
  });

export const programStaffQuery = (programId: string) =>
  queryOptions({
    queryKey: [...keys.programs, "staff", programId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/programs/{program_id}/staff", {
          params: { path: { program_id: programId }, query: { limit: LIMIT } },
          signal,
        }),
      ),
    select: (page) => page.items,
  });

export function useCreateProgram() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ProgramCreate) => call(() => api.POST("/api/v1/programs", { body })),
    onSuccess: (program) => {
      client.setQueryData(programQuery(program.id).queryKey, program);
      void client.invalidateQueries({ queryKey: [...keys.programs, "list"] });
    },
  });
}

export function useUpdateProgram(programId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ body, version }: { body: ProgramUpdate; version: number }) =>
      call(() =>
        api.PATCH("/api/v1/programs/{program_id}", {
          params: { path: { program_id: programId }, header: { "if-match": `"${version}"` } },
          body,
        }),
      ),
    onSuccess: (program) => {
      client.setQueryData(programQuery(programId).queryKey, program);
      void client.invalidateQueries({ queryKey: [...keys.programs, "list"] });
    },
    // A refusal because somebody else saved first: fetch what they saved, so that it can be compared.
    onError: () => client.invalidateQueries({ queryKey: programQuery(programId).queryKey }),
  });
}

export function useAssign(programId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: ProgramStaffCreate) =>
      call(() =>
        api.POST("/api/v1/programs/{program_id}/staff", { params: { path: { program_id: programId } }, body }),
      ),
    onSettled: () => void client.invalidateQueries({ queryKey: programStaffQuery(programId).queryKey }),
  });
}

export function useEndAssignment(programId: string, assignmentId: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ endsOn, version }: { endsOn: string; version: number }) =>
      call(() =>
        api.PATCH("/api/v1/programs/{program_id}/staff/{assignment_id}", {
          params: {
            path: { program_id: programId, assignment_id: assignmentId },
            header: { "if-match": `"${version}"` },
          },
          body: { ends_on: endsOn },
        }),
      ),
    onSettled: () => void client.invalidateQueries({ queryKey: programStaffQuery(programId).queryKey }),
  });
}

export const policyQuery = (programId: string) =>
  queryOptions({
    queryKey: [...keys.programs, "attendance policy", programId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/programs/{program_id}/attendance-policy", {
          params: { path: { program_id: programId } },
          signal,
        }),
      ),
  });

/** Replaces the policy as a whole; a policy that nobody has set is at version 0. */
export function useSetPolicy(programId: string) {
  const client = useQueryClient();
  const { queryKey } = policyQuery(programId);
  return useMutation({
    mutationFn: ({ body, version }: { body: AttendancePolicyWrite; version: number }) =>
      call(() =>
        api.PUT("/api/v1/programs/{program_id}/attendance-policy", {
          params: { path: { program_id: programId }, header: { "if-match": `"${version}"` } },
          body,
        }),
      ),
    onSuccess: (policy) => client.setQueryData(queryKey, policy),
    // A refusal because somebody else saved first: what they saved is fetched.
    onError: () => client.invalidateQueries({ queryKey }),
  });
}

export const scheduleQuery = (programId: string) =>
  queryOptions({
    queryKey: [...keys.programs, "measure schedule", programId],
    queryFn: ({ signal }) =>
      call(() =>
        api.GET("/api/v1/programs/{program_id}/measure-schedule", {
          params: { path: { program_id: programId } },
          signal,
        }),
      ),
  });

/** Replaces the schedule as a whole; one that nobody has set is at version 0. What is owed follows from it. */
export function useSetSchedule(programId: string) {
  const client = useQueryClient();
  const { queryKey } = scheduleQuery(programId);
  return useMutation({
    mutationFn: ({ body, version }: { body: MeasureScheduleWrite; version: number }) =>
      call(() =>
        api.PUT("/api/v1/programs/{program_id}/measure-schedule", {
          params: { path: { program_id: programId }, header: { "if-match": `"${version}"` } },
          body,
        }),
      ),
    onSuccess: (schedule) => {
      client.setQueryData(queryKey, schedule);
      void client.invalidateQueries({ queryKey: keys.measures });
    },
    // A refusal because somebody else saved first: what they saved is fetched.
    onError: () => client.invalidateQueries({ queryKey }),
  });
}

/** Accepts the terms of an instrument's owner for the organization, or stops using it. */
export function useSwitchInstrument() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ key, on }: { key: string; on: boolean }) =>
      call(() =>
        on
          ? api.POST("/api/v1/instruments/switch-on", { body: { instrument_key: key } })
          : api.POST("/api/v1/instruments/switch-off", { body: { instrument_key: key } }),
      ),
    onSettled: () => client.invalidateQueries({ queryKey: keys.instruments }),
  });
}

/** What was entered as the questions of an instrument, the youngest first. */
export const instrumentTextsQuery = (key: string) =>
  queryOptions({
    queryKey: [...keys.instruments, key, "texts"] as const,
    queryFn: ({ signal }) => call(() => api.GET("/api/v1/instruments/texts", { params: { query: { key } }, signal })),
    select: (page) => page.items,
  });

export function useEnterText() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: InstrumentTextCreate) => call(() => api.POST("/api/v1/instruments/texts", { body })),
    onSettled: () => client.invalidateQueries({ queryKey: keys.instruments }),
  });
}

export function useWithdrawText() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ key, language }: { key: string; language: string }) => {
      const { items } = await call(() => api.GET("/api/v1/instruments/texts", { params: { query: { key } } }));
      const text = items.find((one) => one.in_use && one.language === language);
      if (!text) return;
      await call(() =>
        api.POST("/api/v1/instruments/texts/{instrument_text_id}/withdraw", {
          params: { path: { instrument_text_id: text.id } },
        }),
      );
    },
    onSettled: () => client.invalidateQueries({ queryKey: keys.instruments }),
  });
}
