import { useTranslation } from "react-i18next";

import { ProblemError } from "@/api/problem";
import { addTexts } from "@/lib/i18n";

import type { FieldError } from "./error-summary";
import { en, es } from "./form-texts";

addTexts("form", { en, es });

/**
 * Which field of the form each field of a request comes from; empty where the form asks for none and somebody could mend
 * nothing at it. The compiler and a test see to it that no field of the request is forgotten.
 */
export type FieldsOf<Body> = { readonly [Field in keyof Body]-?: string };

/** A part of a request may have fields of its own, as in `move/local_date`; where it has none, the part stands for them. */
function fieldAt(pointer: string, fields: Readonly<Record<string, string>>): string {
  const [, part = "", inner = ""] = pointer.split("/");
  return fields[`${part}/${inner}`] ?? fields[part] ?? "";
}

/** What the form itself calls a field, by its id: what was refused is named by the words beside it. */
export function labelOf(id: string): string {
  const control = document.getElementById(id);
  if (!control) return "";
  const label = "labels" in control ? (control.labels as NodeListOf<HTMLLabelElement> | null)?.[0] : null;
  return (label ?? control.querySelector("legend"))?.textContent?.trim() ?? control.getAttribute("aria-label") ?? "";
}

type Options = {
  fields: Readonly<Record<string, string>>;
  /** What the ids of the form's fields are. */
  idOf: (field: string) => string;
  /** What to say to the refusal as a whole. */
  text: string;
  /** Whether `text` is about this very refusal; else each field says that it is not accepted. */
  known: boolean;
  /** What to say of a field in better words. */
  words?: Readonly<Partial<Record<string, string>>> | undefined;
};

/** Why the server refused: at the fields that its pointers name, else above the form. */
export function useRefusedFields(): (error: unknown, options: Options) => FieldError[] {
  const { t } = useTranslation();
  return (error, { fields, idOf, text, known, words = {} }) => {
    const pointers = error instanceof ProblemError ? (error.problem.errors ?? []) : [];
    const named = new Set(pointers.map(({ pointer }) => fieldAt(pointer, fields)));
    const found = [...named].flatMap((field) => {
      const id = idOf(field);
      if (field === "" || !document.getElementById(id)) return [];
      return [{ field: id, text: words[field] ?? (known ? text : t("form.notAccepted", { field: labelOf(id) })) }];
    });
    return found.length > 0 ? found : [{ field: "", text }];
  };
}
