import { useTranslation } from "react-i18next";

import { useFormErrors } from "@/ui/use-form-errors";

import { en } from "./texts";

type Code = keyof (typeof en)["problems"];

const isWorded = (code: string): code is Code => code in en.problems;

/** What this feature says to a refusal it knows by its code. */
export function useProblemWord(): (code: string) => string | undefined {
  const { t } = useTranslation();
  return (code) => (isWorded(code) ? t(`clinic.problems.${code}`) : undefined);
}

export function useClinicErrors(form: string, labels: Record<string, string>) {
  const { t } = useTranslation();
  return useFormErrors({
    form,
    labels,
    wordOf: useProblemWord(),
    notAccepted: (field) => t("clinic.notAccepted", { field }),
  });
}
