import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { AttendancePolicy, Program } from "@/api/types";
import { addTexts, useLanguage } from "@/lib/i18n";
import { formatDate, formatDuration } from "@/lib/time";
import { ListPanel } from "@/ui/list-panel";
import { ErrorState, LoadingRows } from "@/ui/page";

import classes from "./policy.module.css";
import { PolicyDialog } from "./policy-dialog";
import { en, es } from "./policy-texts";
import { policyQuery } from "./queries";

addTexts("policy", { en, es });

type Props = { program: Program; mayWrite: boolean };

/** What the program does about absences: the call of the same day, and the ladder. */
export function PolicyPanel({ program, mayWrite }: Props) {
  const { t } = useTranslation();
  const query = useQuery(policyQuery(program.id));
  const [editing, setEditing] = useState(false);
  const policy = query.data;
  return (
    <ListPanel
      title={t("policy.title")}
      actions={
        mayWrite && policy && program.active && <Button onClick={() => setEditing(true)}>{t("policy.edit")}</Button>
      }
    >
      {policy ? (
        <Shown policy={policy} />
      ) : query.isPending ? (
        <LoadingRows rows={3} height={36} />
      ) : (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      )}
      {policy && <PolicyDialog program={program} policy={policy} opened={editing} onClose={() => setEditing(false)} />}
    </ListPanel>
  );
}

function Shown({ policy }: { policy: AttendancePolicy }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { outreach, outreach_minutes, attempts, steps, applies_from } = policy;
  return (
    <div className={classes.policy}>
      <section>
        <h3>{t("policy.call")}</h3>
        <p>
          {outreach
            ? `${t("policy.callOn", { time: formatDuration(outreach_minutes) })} ${t("policy.tries", { count: attempts })}`
            : t("policy.callOff")}
        </p>
      </section>
      <section>
        <h3>{t("policy.ladder")}</h3>
        {steps.length === 0 ? (
          <p>{t("policy.noSteps")}</p>
        ) : (
          <ol className="num">
            {steps.map((step) => (
              <li key={step.key}>
                <strong>{t(`policy.act.${step.act}`)}</strong>
                <span>
                  {t("policy.step", {
                    days: t("policy.days", {
                      count: step.times,
                      kinds: step.counting.map((kind) => t(`policy.kind.${kind}`)).join(` ${t("policy.or")} `),
                    }),
                    within:
                      step.within_days === null ? t("policy.whole") : t("policy.within", { count: step.within_days }),
                  })}
                </span>
                <span className="meta">{t("policy.due", { count: step.due_hours })}</span>
              </li>
            ))}
          </ol>
        )}
      </section>
      <p className="meta">
        {applies_from === null ? t("policy.byDefault") : t("policy.since", { date: formatDate(applies_from, locale) })}
      </p>
    </div>
  );
}
