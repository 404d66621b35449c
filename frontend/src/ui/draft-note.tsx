import { Button } from "@mantine/core";
import { IconAlertTriangle, IconHistory } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import { useLanguage } from "@/lib/i18n";
import { formatClock, formatMoment } from "@/lib/time";
import type { Draft } from "@/lib/use-draft";

import classes from "./draft-note.module.css";

/** Above the fields: that what was typed before is back, and the way to begin anew. */
export function DraftRestored({ draft }: { draft: Draft | undefined }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  if (!draft?.restoredFrom) return null;
  return (
    <div className={classes.restored} role="status">
      <IconHistory size={16} stroke={1.75} aria-hidden />
      <span>{t("draft.restored", { moment: formatMoment(draft.restoredFrom, locale) })}</span>
      <Button variant="subtle" onClick={draft.startOver}>
        {t("draft.startOver")}
      </Button>
    </div>
  );
}

/** Beside the buttons: whether what is typed is kept. */
export function DraftState({ draft }: { draft: Draft | undefined }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  if (!draft || draft.state.is === "untouched") return null;
  const { state } = draft;
  if (state.is === "failed") {
    return (
      <span className={classes.failed} role="status">
        <IconAlertTriangle size={14} stroke={1.75} aria-hidden />
        {t("draft.failed")}
      </span>
    );
  }
  return (
    <span className={`num ${classes.state}`}>
      {state.is === "kept" ? t("draft.kept", { time: formatClock(state.at, locale) }) : t("draft.keeping")}
    </span>
  );
}
