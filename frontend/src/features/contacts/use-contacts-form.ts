import { useTranslation } from "react-i18next";

import { announce } from "@/lib/announce";
import { useFormErrors } from "@/ui/use-form-errors";

import { useContactsProblem } from "./problem-words";

type Words = Readonly<Partial<Record<string, string>>>;

/** The mistakes of one form about reaching a person, and what follows when it was sent. */
export function useContactsForm(form: string, fields: Readonly<Record<string, string>>) {
  const { t } = useTranslation();
  const problemWords = useContactsProblem();
  const { refuse, ...rest } = useFormErrors(form);
  return {
    ...rest,
    /** The form closes with its draft, or shows why it was refused; `words` are for fields that do not fit at all. */
    afterwards: (done: () => void, { words, said }: { words?: Words; said?: string } = {}) => ({
      onSuccess: () => {
        announce(said ?? t("contacts.saved"));
        done();
      },
      onError: (error: Error) => refuse(error, problemWords(error), fields, words),
    }),
  };
}
