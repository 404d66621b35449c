import { IconChevronDown } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { Modality, RecordValue, RosterDelivery, RosterRow } from "@/api/types";
import { nameOf } from "@/lib/names";

import classes from "./delivery-strip.module.css";
import { type Difference, differencesOf, differing } from "./rules";

type Props = { id: string; delivery: RosterDelivery; modality: Modality | undefined; rows: RosterRow[] };

/** How it was for each person for whom it was otherwise, in the roster's order. */
export function Exceptions({ id, delivery, modality, rows }: Props) {
  const { t } = useTranslation();
  const said = (value: RecordValue) => {
    if (typeof value === "boolean") return t(value ? "delivery.yes" : "delivery.no");
    return Array.isArray(value) ? value.join(", ") : String(value);
  };
  const words = (one: Difference) => {
    switch (one.kind) {
      case "tookNoPart":
        return t("delivery.tookNoPart");
      case "minutes":
        return t("delivery.minutesCount", { count: one.minutes });
      case "module":
        return one.name;
      case "skills":
        return one.names || t("delivery.noneOfSkills");
      case "homework":
        return t("delivery.homeworkIs", { homework: one.text });
      case "homeworkDone":
        return t(`delivery.homeworkWas.${one.state}`);
      case "record":
        return t("delivery.recordIs", { name: one.name, value: said(one.value) });
    }
  };
  const different = differing(delivery);
  return (
    <dl id={id} className={classes.exceptions}>
      {rows.map((row) => {
        const exception = different.find((one) => one.booking_id === row.booking_id);
        return (
          exception && (
            <div key={row.booking_id}>
              <dt>{nameOf(row)}</dt>
              <dd className="num">{differencesOf(exception, delivery.records, modality).map(words).join(" · ")}</dd>
            </div>
          )
        );
      })}
    </dl>
  );
}

type ButtonProps = { names: string[]; opened: boolean; controls: string; onToggle: () => void };

const NAMED = 2;

/** Whom it was different for; opens how. */
export function ExceptionsButton({ names, opened, controls, onToggle }: ButtonProps) {
  const { t } = useTranslation();
  const more = names.length - NAMED;
  return (
    <button
      type="button"
      className={classes.toggle}
      aria-expanded={opened}
      aria-controls={opened ? controls : undefined}
      onClick={onToggle}
    >
      {names.slice(0, NAMED).join(", ")}
      {more > 0 && ` ${t("delivery.more", { count: more })}`}
      <IconChevronDown size={14} stroke={1.75} aria-hidden />
    </button>
  );
}
