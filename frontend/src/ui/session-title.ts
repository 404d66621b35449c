import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import type { ServiceKind } from "@/api/types";

type Titled = { title: string; service_kind: ServiceKind };

/** The kind in words, as the server writes it in place of a title that is not for the reader. */
const inWords = (kind: ServiceKind) =>
  kind
    .split("_")
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join(" ");

/** What a session is called in the reader's language: its title as it was written, or its kind. */
export function useSessionTitle(): (session: Titled) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ title, service_kind }) => (title === inWords(service_kind) ? t(`kind.${service_kind}`) : title),
    [t],
  );
}
