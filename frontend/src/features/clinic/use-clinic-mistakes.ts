import { useTranslation } from "react-i18next";

import { useMistakes } from "@/ui/use-mistakes";

import { en } from "./texts";

type Code = keyof (typeof en)["problems"];

const isWorded = (code: string): code is Code => code in en.problems;

/** What this feature says to a refusal it knows by its code. */
export function useProblemWord(): (code: string) => string | undefined {
  const { t } = useTranslation();
  return (code) => (isWorded(code) ? t(`clinic.problems.${code}`) : undefined);
}

export function useClinicMistakes(form: string, labels: Record<string, string>) {
  const { t } = useTranslation();
  return useMistakes({
    form,
    labels,
    wordOf: useProblemWord(),
    notAccepted: (field) => t("clinic.notAccepted", { field }),
  });
}
