import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import type { DiaryEntry, DiaryField } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { useProblemText } from "@/ui/problem-text";
import type { useFormErrors } from "@/ui/use-form-errors";

import { en } from "./texts";

type Worded = keyof typeof en.problem;
const isWorded = (code: string): code is Worded => code in en.problem;

/** Why something of a diary was not taken. */
export function useDiaryProblem(): (error: unknown) => string {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (error) =>
    error instanceof ProblemError && isWorded(error.problem.code)
      ? t(`diaries.problem.${error.problem.code}`)
      : problemText(error);
}

type Labelled = { label: Readonly<Record<string, string>> };

/** A label of the card in the reader's language. */
export function useLabel(): (one: Labelled) => string {
  const { language } = useLanguage();
  return ({ label }) => label[language] ?? label.en ?? "";
}

/** What an entry says, as short as a cell of the map. */
export function useEntryWords(): (
  field: Pick<DiaryField, "kind">,
  entry: Pick<DiaryEntry, "number" | "skills">,
) => string {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  return ({ kind }, { number, skills }) => {
    if (skills) return String(skills.length);
    if (number === null) return "";
    if (kind === "act" || kind === "taken") return t(number > 0 ? "diaries.yes" : "diaries.no");
    return new Intl.NumberFormat(locale).format(number);
  };
}

type Form = {
  /** Throws the draft away. */
  sent: () => void;
  refuse: ReturnType<typeof useFormErrors>["refuse"];
  /** Where the fields of the request stand in the form. */
  fields: Readonly<Record<string, string>>;
  onClose: () => void;
};

/** What follows when a form was sent: it is kept and closes, or says at its fields why not. */
export function useKept({ sent, refuse, fields, onClose }: Form) {
  const { t } = useTranslation();
  const problemText = useDiaryProblem();
  return {
    onSuccess: () => {
      sent();
      announce(t("diaries.saved"));
      onClose();
    },
    onError: (error: unknown) => refuse(error, problemText(error), fields),
  };
}
