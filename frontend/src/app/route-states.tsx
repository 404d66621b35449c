import { Button } from "@mantine/core";
import { IconMapPinOff } from "@tabler/icons-react";
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { ProblemError, UnreachableError } from "@/api/problem";
import { EmptyState, ErrorState } from "@/ui/page";

export function NotFound() {
  const { t } = useTranslation();
  return (
    <main>
      <EmptyState
        icon={<IconMapPinOff size={24} stroke={1.5} aria-hidden />}
        title={t("app.notFound")}
        hint={t("app.notFoundHint")}
        action={
          <Button component={Link} to="/today">
            {t("app.toToday")}
          </Button>
        }
      />
    </main>
  );
}

/** A page that could not be opened: an unreachable server is named as such, all else is our mistake. */
export function Crashed({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  if (error instanceof UnreachableError || error instanceof ProblemError) {
    return (
      <main>
        <ErrorState error={error} onRetry={reset} />
      </main>
    );
  }
  return (
    <main role="alert">
      <EmptyState
        icon={<IconMapPinOff size={24} stroke={1.5} aria-hidden />}
        title={t("app.crashed")}
        hint={t("app.crashedHint")}
        action={<Button onClick={() => window.location.reload()}>{t("app.reload")}</Button>}
      />
    </main>
  );
}
