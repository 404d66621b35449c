import { Button } from "@mantine/core";
import { IconClipboardList, IconPrinter } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { addTexts, useLanguage } from "@/lib/i18n";
import { formatMoment } from "@/lib/time";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import classes from "./plan-sheet.module.css";
import { PlanSteps } from "./plan-steps";
import { planQuery } from "./queries";
import { en, es } from "./texts";

addTexts("measures", { en, es });

/** The plan on paper, for a pocket. The page's title, which becomes a file's name, says whose it is to nobody. */
export default function PlanSheet({ participantId }: { participantId: string }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const plan = useQuery(planQuery(participantId));
  const back = (
    <Button
      renderRoot={(props) => (
        <Link to="/participants/$participantId" params={{ participantId }} search={{ tab: "measures" }} {...props} />
      )}
    >
      {t("measures.page.toChart")}
    </Button>
  );
  return (
    <>
      <div className={classes.screen}>
        <PageHead
          title={t("measures.plan.title")}
          actions={
            <>
              {back}
              <Button
                variant="filled"
                disabled={!plan.data}
                leftSection={<IconPrinter size={16} stroke={1.75} aria-hidden />}
                onClick={() => window.print()}
              >
                {t("measures.plan.printNow")}
              </Button>
            </>
          }
        />
      </div>
      {plan.isPending ? (
        <LoadingRows />
      ) : plan.isError && plan.data === undefined ? (
        <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />
      ) : plan.data ? (
        <div className={classes.desk}>
          <article className={classes.paper}>
            <h2>{t("measures.plan.title")}</h2>
            <PlanSteps plan={plan.data} />
            <p className={classes.crisis}>{t("measures.plan.crisis")}</p>
            <p className={`${classes.made} num`}>{formatMoment(new Date(plan.data.written_at), locale)}</p>
          </article>
        </div>
      ) : (
        <EmptyState
          icon={<IconClipboardList size={24} stroke={1.5} aria-hidden />}
          title={t("measures.plan.none")}
          action={back}
        />
      )}
    </>
  );
}
