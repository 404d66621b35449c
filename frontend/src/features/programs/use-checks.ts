import { useQueries, useQuery } from "@tanstack/react-query";

import { hasStatus } from "@/api/problem";
import type { AgeBand, LevelOfCare, Phase } from "@/api/types";
import type { LocalDate } from "@/lib/time";

import { limitsQuery, stateQuery } from "./queries";
import type { Plan } from "./rules";
import { type Check, checksOf, type LimitsByPhase } from "./week-check";

type Judged = { plan: Plan | null; level: LevelOfCare; age: AgeBand; today: LocalDate };

export type Checks = {
  checks: Check[];
  limits: LimitsByPhase;
  pending: boolean;
  forbidden: boolean;
  error: Error | null;
  retry: () => void;
};

/** The rules of the week over a plan, as they are valid today. */
export function useChecks({ plan, level, age, today }: Judged): Checks {
  const state = useQuery(stateQuery);
  const phases: Phase[] = [...new Set<Phase>(["standard", ...(plan?.phases.map((one) => one.phase) ?? [])])];
  const answers = useQueries({
    queries: phases.map((phase) => ({
      ...limitsQuery({ level, age, phase, on: today, state: state.data ?? "" }),
      enabled: state.data !== undefined,
    })),
  });
  const limits: LimitsByPhase = Object.fromEntries(
    phases.flatMap((phase, index) => {
      const answer = answers[index];
      return answer?.isSuccess ? [[phase, answer.data]] : [];
    }),
  );
  const error = state.error ?? answers.find((answer) => answer.error)?.error ?? null;
  return {
    checks: plan ? checksOf(plan, level, limits) : [],
    limits,
    pending: !error && (state.isPending || answers.some((answer) => answer.isPending)),
    forbidden: hasStatus(error, 403),
    error,
    retry: () => {
      if (state.isError) void state.refetch();
      for (const answer of answers) if (answer.isError) void answer.refetch();
    },
  };
}
