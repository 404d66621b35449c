import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { useProblemText } from "@/ui/problem-text";

import { en as protocol } from "./protocol-texts";
import type { TherapyForm, Wrong } from "./rules";
import { en } from "./texts";

type Worded = keyof typeof en.problem;
const isShared = (code: string): code is keyof typeof protocol.wrong => code in protocol.wrong;
const isWorded = (code: string): code is Worded => code in en.problem;

/** Why a therapy was not saved. */
export function useTherapyProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const otherwise = useProblemText();
  return (error) => {
    const code = error instanceof ProblemError ? error.problem.code : undefined;
    return code && isWorded(code) ? t(`therapies.problem.${code}`) : otherwise(error);
  };
}

/** What a part is called before it has a name: "Phase 3", "Skill 1 of module 2". */
export function usePartName(): (list: string, place: number, module?: number) => string {
  const { t } = useTranslation();
  return (list, place, module) =>
    t(`therapies.form.part.${list as keyof typeof en.form.part}`, { number: place + 1, module: (module ?? 0) + 1 });
}

/** What cannot be sent yet, in words. */
export function useWrong(): (found: readonly Wrong[], form: TherapyForm) => { field: string; text: string }[] {
  const { t } = useTranslation();
  const partName = usePartName();
  const placeOf = (parts: readonly { row: number }[], row: string) => parts.findIndex((one) => String(one.row) === row);
  return (found, form) =>
    found.map(({ field, code }) => {
      const [list = "", first = "", second = ""] = field.split("-");
      const module = placeOf(form.modules, first);
      const part =
        list === "skills"
          ? partName(list, placeOf(form.modules[module]?.skills ?? [], second), module)
          : list === "least"
            ? partName("records", placeOf(form.records, first))
            : list in en.parts
              ? partName(list, placeOf(form[list as keyof typeof en.parts], first))
              : "";
      if (!isShared(code)) return { field, text: t(`therapies.wrong.${code}`, { part }) };
      const rows = list === "dose" ? form.expected : form[list as "completion" | "measures" | "expected"];
      const number = placeOf(rows, first) + 1;
      const kind = list === "dose" ? "expected" : (list as "completion" | "measures" | "expected");
      return { field, text: t(`protocol.wrong.${code}`, { part: t(`protocol.${kind}.part`, { number }) }) };
    });
}
