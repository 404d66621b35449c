import {
  IconCheck,
  IconHome2,
  IconMail,
  IconMessage,
  IconMessageOff,
  IconPhone,
  IconShieldCheck,
  IconShieldOff,
  IconStar,
} from "@tabler/icons-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import type { ContactWay } from "@/api/types";
import type { LocalDate } from "@/lib/time";
import { Chip } from "@/ui/chip";

import classes from "./contacts.module.css";
import type { Editing } from "./editing-form";
import { Period } from "./period";
import { RowActions } from "./row-actions";
import { isOver } from "./rules";
import { wayValue } from "./words";

const icons = { phone: IconPhone, email: IconMail, address: IconHome2 };

type Props = { way: ContactWay; today: LocalDate; onEdit: ((editing: Editing) => void) | undefined };

/** A way and what is safe there. What was never said to be safe is shown as not safe. */
export function WayRow({ way, today, onEdit }: Props) {
  const { t } = useTranslation();
  const Icon = icons[way.kind];
  const value = wayValue(way);
  const over = isOver(way, today);
  return (
    <li className={classes.row} data-over={over || undefined}>
      <Icon size={16} stroke={1.75} aria-label={t(`contacts.kindOf.${way.kind}`)} role="img" />
      <div>
        <div className={classes.main}>
          <strong className="num">{value}</strong>
          {way.use && <span className="meta">{t(`contacts.useOf.${way.use}`)}</span>}
          {way.preferred && (
            <Chip icon={<IconStar size={14} stroke={1.75} aria-hidden />}>{t("contacts.preferred")}</Chip>
          )}
        </div>
        {!over && (
          <div className={classes.chips}>
            {way.kind === "phone" && (
              <>
                <Safety
                  safe={way.safe_for_voicemail}
                  yes={[<IconCheck key="icon" size={14} stroke={1.75} aria-hidden />, t("contacts.mayLeaveMessage")]}
                  no={[<IconMessageOff key="icon" size={14} stroke={1.75} aria-hidden />, t("contacts.noMessage")]}
                />
                <Safety
                  safe={way.safe_for_text}
                  yes={[<IconMessage key="icon" size={14} stroke={1.75} aria-hidden />, t("contacts.mayText")]}
                  no={[<IconMessageOff key="icon" size={14} stroke={1.75} aria-hidden />, t("contacts.noText")]}
                />
              </>
            )}
            <Safety
              safe={way.program_may_be_named}
              yes={[<IconShieldCheck key="icon" size={14} stroke={1.75} aria-hidden />, t("contacts.mayName")]}
              no={[<IconShieldOff key="icon" size={14} stroke={1.75} aria-hidden />, t("contacts.doNotName")]}
            />
          </div>
        )}
        <Period startsOn={way.starts_on} endsOn={way.ends_on} today={today} />
      </div>
      {onEdit && (
        <RowActions name={value} over={over} onEdit={(ends) => onEdit({ what: "way", id: way.id, ...ends })} />
      )}
    </li>
  );
}

type SafetyProps = { safe: boolean; yes: [ReactNode, string]; no: [ReactNode, string] };

function Safety({ safe, yes, no }: SafetyProps) {
  const [icon, text] = safe ? yes : no;
  return (
    <Chip tone={safe ? "ok" : "warn"} icon={icon}>
      {text}
    </Chip>
  );
}
