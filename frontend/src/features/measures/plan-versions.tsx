import { Button } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SafetyPlan } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatMoment } from "@/lib/time";
import { FormDialog } from "@/ui/form-dialog";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./measures.module.css";
import { PlanSteps } from "./plan-steps";
import { planVersionsQuery } from "./queries";

/** Folded: the versions of the safety plan before the one that holds, each to be read whole. */
export function PlanVersions({ participantId, newest }: { participantId: string; newest: number }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <details className={classes.versions} onToggle={(event) => setShown(event.currentTarget.open)}>
      <summary>{t("history.versions", { count: newest - 1 })}</summary>
      {shown && <List participantId={participantId} newest={newest} />}
    </details>
  );
}

function List({ participantId, newest }: { participantId: string; newest: number }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const versions = useInfiniteQuery(planVersionsQuery(participantId));
  const [read, setRead] = useState<SafetyPlan>();
  if (versions.isPending) return <LoadingRows rows={2} />;
  if (versions.isError && !versions.data) {
    return <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />;
  }
  const told = (plan: SafetyPlan) =>
    t("history.version", {
      number: plan.number,
      when: formatMoment(new Date(plan.written_at), locale),
      by: plan.written_by_name,
    });
  const before = versions.data.pages.flatMap((page) => page.items).filter((one) => one.number < newest);
  return (
    <>
      <ul className={classes.rows}>
        {before.map((one) => (
          <li key={one.id}>
            <span>{told(one)}</span>
            <Button
              variant="subtle"
              aria-label={t("history.openNamed", { number: one.number })}
              onClick={() => setRead(one)}
            >
              {t("history.open")}
            </Button>
          </li>
        ))}
      </ul>
      {versions.hasNextPage && (
        <div className={classes.more}>
          <Button loading={versions.isFetchingNextPage} onClick={() => void versions.fetchNextPage()}>
            {t("history.moreVersions")}
          </Button>
        </div>
      )}
      <FormDialog title={read ? told(read) : ""} opened={read !== undefined} onClose={() => setRead(undefined)}>
        {read && <PlanSteps plan={read} />}
      </FormDialog>
    </>
  );
}
