import { useState } from "react";

import { hasCode } from "@/api/problem";

import type { FieldError } from "./error-summary";
import { useRefusedFields } from "./refused-fields";

type Found = { field: string; text: string };

/**
 * What is wrong in a form, for its summary and its fields. `prefix` makes the ids of the fields its own. Nothing typed
 * is touched by it.
 */
export function useFormErrors(prefix: string) {
  const [errors, setErrors] = useState<FieldError[]>([]);
  const refused = useRefusedFields();
  const fieldId = (field: string) => `${prefix}-${field}`;
  const placed = ({ field, text }: Found): FieldError => ({ field: field && fieldId(field), text });
  return {
    errors,
    fieldId,
    errorOf: (field: string) => errors.find((error) => error.field === fieldId(field))?.text,
    /** Shows what the form itself found. Says whether there was anything. */
    show: (found: readonly Found[]): boolean => {
      setErrors(found.map(placed));
      return found.length > 0;
    },
    /** Shows why the server refused: at the fields its pointers name, else above the form. */
    refuse: (
      error: unknown,
      text: string,
      fields: Readonly<Record<string, string>>,
      words?: Readonly<Partial<Record<string, string>>>,
    ) => {
      // A request that does not fit its schema says nothing about why as a whole.
      const known = !hasCode(error, "invalid-request");
      setErrors(refused(error, { fields, idOf: fieldId, text, known, words: known ? undefined : words }));
    },
  };
}
