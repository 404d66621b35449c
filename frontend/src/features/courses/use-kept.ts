import { useTranslation } from "react-i18next";

import { announce } from "@/lib/announce";
import type { useFormErrors } from "@/ui/use-form-errors";

import { useCourseProblem } from "./problem-words";

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
  const problemText = useCourseProblem();
  return {
    onSuccess: () => {
      sent();
      announce(t("courses.saved"));
      onClose();
    },
    onError: (error: unknown) => refuse(error, problemText(error), fields),
  };
}
