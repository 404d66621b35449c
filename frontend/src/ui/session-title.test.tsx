import { act, renderHook } from "@testing-library/react";
import { expect, test } from "vitest";

import { chooseLanguage } from "@/lib/i18n";

import { useSessionTitle } from "./session-title";

test("a kind that stands for a title is said in the reader's language, and a title as it was written", async () => {
  const { result } = renderHook(() => useSessionTitle());
  const evaluation = { title: "Psychiatric Evaluation", service_kind: "psychiatric_evaluation" } as const;
  expect(result.current(evaluation)).toBe("Psychiatric evaluation");
  await act(() => chooseLanguage("es"));
  try {
    expect(result.current(evaluation)).toBe("Evaluación psiquiátrica");
    expect(result.current({ title: "DBT Skills", service_kind: "skills" })).toBe("DBT Skills");
    expect(result.current({ title: "Family", service_kind: "group" })).toBe("Family");
    expect(result.current({ ...evaluation, title: "Psychiatric evaluation" })).toBe("Evaluación psiquiátrica");
    expect(result.current({ ...evaluation, title: null })).toBe("Evaluación psiquiátrica");
  } finally {
    await act(() => chooseLanguage("en"));
  }
});
