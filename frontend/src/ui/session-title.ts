import { useCallback } from "react";
import { useTranslation } from "react-i18next";

import type { ServiceKind } from "@/api/types";
import { isOfKind } from "@/lib/kind-title";

/** No title: the session does not exist yet, and nobody has called it anything. */
type Titled = { title: string | null; service_kind: ServiceKind };

/** What a session is called in the reader's language: its title as it was written, or its kind. */
export function useSessionTitle(): (session: Titled) => string {
  const { t } = useTranslation();
  return useCallback(
    ({ title, service_kind }) => (title === null || isOfKind(title, service_kind) ? t(`kind.${service_kind}`) : title),
    [t],
  );
}
