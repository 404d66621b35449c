import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, call } from "@/api/client";
import { keys } from "@/api/keys";
import type { Task, TaskCreate } from "@/api/types";

const LIMIT = 200;

export const openTasksQuery = (participantId: string) =>
  queryOptions({
    queryKey: [...keys.tasks, "of", participantId],
    queryFn: async ({ signal }) => {
      const query = { view: "all", status: "open", participant_id: participantId, limit: LIMIT } as const;
      return (await call(() => api.GET("/api/v1/tasks", { params: { query }, signal }))).items;
    },
  });

const SHOWN = 30;

/** What the reader answers for and is due before a moment, the earliest first. */
export const myTasksQuery = (before: string) =>
  queryOptions({
    queryKey: [...keys.tasks, "mine", before],
    queryFn: ({ signal }) => {
      const query = { view: "mine", status: "open", due_before: before, limit: SHOWN } as const;
      return call(() => api.GET("/api/v1/tasks", { params: { query }, signal }));
    },
  });

/** A task that was changed, or that somebody else changed, shows anew everywhere it is shown. */
function useTaskChange<Given>(mutationFn: (given: Given) => Promise<Task>) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn,
    onSettled: () =>
      Promise.all([keys.tasks, keys.days, keys.huddle].map((queryKey) => queryClient.invalidateQueries({ queryKey }))),
  });
}

export const useAddTask = () => useTaskChange((body: TaskCreate) => call(() => api.POST("/api/v1/tasks", { body })));

export const useCompleteTask = () =>
  useTaskChange(({ task, note }: { task: Task; note: string }) =>
    call(() =>
      api.POST("/api/v1/tasks/{task_id}/complete", {
        params: { path: { task_id: task.id } },
        body: { note: note || null },
      }),
    ),
  );

export const usePutOffTask = () =>
  useTaskChange(({ task, dueAt }: { task: Task; dueAt: string }) =>
    call(() =>
      api.PATCH("/api/v1/tasks/{task_id}", {
        params: { path: { task_id: task.id } },
        headers: { "If-Match": `"${task.version}"` },
        body: { due_at: dueAt },
      }),
    ),
  );

const RARELY = 10 * 60_000;

/** A colleague's file, for the account that can own a task. */
export const colleagueQuery = (staffId: string) =>
  queryOptions({
    queryKey: [...keys.tasks, "colleague", staffId],
    queryFn: ({ signal }) =>
      call(() => api.GET("/api/v1/staff/{staff_id}", { params: { path: { staff_id: staffId } }, signal })),
    staleTime: RARELY,
  });
