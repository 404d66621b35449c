import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Alert, SignedIn } from "@/api/types";
import { announce } from "@/lib/announce";

import classes from "./alerts.module.css";
import { useTakeAlert } from "./queries";
import { firstAct } from "./rules";
import { useAlertProblem } from "./words";

type Props = {
  alert: Alert;
  me: SignedIn;
  /** The one button of its region that is filled. */
  filled?: boolean;
  onForm: (form: "close" | "hand") => void;
};

/** The next thing to do about an alert, where it stands: taking it needs no other page. */
export function AlertAct({ alert, me, filled = false, onForm }: Props) {
  const { t } = useTranslation();
  const problem = useAlertProblem();
  const take = useTakeAlert(alert.id);
  const act = firstAct(alert, me.account.id, me.permissions);
  if (act === null) return null;
  const words = { take: t("alerts.take"), close: t("alerts.close.open"), hand: t("alerts.handOver.open") }[act];
  return (
    <>
      <Button
        variant={filled ? "filled" : "default"}
        loading={take.isPending}
        onClick={() =>
          act === "take" ? take.mutate(undefined, { onSuccess: () => announce(t("alerts.taken")) }) : onForm(act)
        }
      >
        {words}
        <span className="unseen">: {alert.participant_name}</span>
      </Button>
      {take.error && (
        <p className={classes.problem} role="alert">
          {problem(take.error)}
        </p>
      )}
    </>
  );
}
