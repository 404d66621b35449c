import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { SignedIn, Task } from "@/api/types";
import { useLater } from "@/ui/use-later";

import { reviewOf } from "./rules";
import classes from "./tasks.module.css";

const loadDialogs = () => import("./task-dialogs").then((module) => module.TaskDialogs);

type Props = { task: Task; name: string; me: SignedIn; now: Date; timeZone: string };

/** What may be done about one task: note that it is done, or do it where it is settled; or give it another time. */
export function TaskActions({ name, me, ...rest }: Props) {
  const { t } = useTranslation();
  const [doing, setDoing] = useState<"done" | "putOff" | null>(null);
  const close = () => setDoing(null);
  const Dialogs = useLater(loadDialogs);
  const use = reviewOf(rest.task);
  return (
    <span className={classes.acts}>
      {use !== undefined &&
        (me.permissions.includes("break_glass:read") ? (
          <Button
            size="compact-xs"
            aria-label={t("tasks.act.named", { action: t("tasks.act.review"), name })}
            renderRoot={(props) => <Link to="/audit" search={{ tab: "restricted", use }} {...props} />}
          >
            {t("tasks.act.review")}
          </Button>
        ) : (
          <span className="meta">{t("tasks.act.reviewer")}</span>
        ))}
      {(use === undefined ? (["done", "putOff"] as const) : (["putOff"] as const)).map((what) => (
        <Button
          key={what}
          size="compact-xs"
          aria-label={t("tasks.act.named", { action: t(`tasks.act.${what}`), name })}
          onClick={() => setDoing(what)}
        >
          {t(`tasks.act.${what}`)}
        </Button>
      ))}
      {Dialogs && <Dialogs {...rest} name={name} doing={doing} onClose={close} />}
    </span>
  );
}
