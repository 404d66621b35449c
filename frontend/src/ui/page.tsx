import { Button, Skeleton } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { type ReactNode, useEffect } from "react";
import { useTranslation } from "react-i18next";

import { useAfterDelay } from "@/lib/use-after-delay";

import classes from "./page.module.css";
import { useProblemText } from "./problem-text";

/** The head of a page: its one `h1`, what moves it, and on the right what acts on it. */
export function PageHead({ title, children, actions }: { title: string; children?: ReactNode; actions?: ReactNode }) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t("app.name")}`;
  }, [title, t]);
  return (
    <header className={classes.head}>
      <h1>{title}</h1>
      {children}
      {actions && <div className={classes.actions}>{actions}</div>}
    </header>
  );
}

/** Says why there is nothing, and offers one way on. */
export function EmptyState(props: { icon: ReactNode; title: string; hint?: string; action?: ReactNode }) {
  return (
    <div className={classes.state}>
      {props.icon}
      <h2>{props.title}</h2>
      {props.hint && <p>{props.hint}</p>}
      {props.action && <div className={classes.stateAction}>{props.action}</div>}
    </div>
  );
}

/** Names the cause and offers to try again. */
export function ErrorState({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  return (
    <div className={classes.state} role="alert">
      <IconAlertTriangle size={24} stroke={1.5} aria-hidden />
      <h2>{t("state.failed")}</h2>
      <p>{problemText(error)}</p>
      <Button className={classes.stateAction} onClick={onRetry}>
        {t("state.retry")}
      </Button>
    </div>
  );
}

/** Bars where rows will be, seen once loading takes longer than one notices; their room is kept from the beginning. */
export function LoadingRows({ rows = 8, height = 32 }: { rows?: number; height?: number }) {
  const { t } = useTranslation();
  const shown = useAfterDelay();
  return (
    <div className={classes.bones} data-early={!shown || undefined} role="status" aria-busy="true">
      <span className="unseen">{t("state.loading")}</span>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </div>
  );
}
