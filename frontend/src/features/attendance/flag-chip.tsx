import {
  IconCalendarMinus,
  IconCalendarPause,
  IconClock,
  IconEyeExclamation,
  IconFlag,
  IconRepeat,
  IconUserPlus,
} from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

import type { RosterRow } from "@/api/types";
import { formatDuration } from "@/lib/time";
import { Chip, type Tone } from "@/ui/chip";

type Flag = RosterRow["flags"][number];

const known = {
  first_session: { Icon: IconUserPlus, tone: "plain" },
  second_session: { Icon: IconUserPlus, tone: "plain" },
  short_this_week: { Icon: IconClock, tone: "plain" },
  days_short_this_week: { Icon: IconCalendarMinus, tone: "plain" },
  on_leave: { Icon: IconCalendarPause, tone: "plain" },
  make_up: { Icon: IconRepeat, tone: "plain" },
  last_days: { Icon: IconFlag, tone: "plain" },
} as const satisfies Record<Flag["code"], { Icon: typeof IconClock; tone: Tone }>;

/** A fact about somebody on the roster. A code this app does not know yet asks to look, and says no more. */
export function FlagChip({ flag }: { flag: Flag }) {
  const { t } = useTranslation();
  // A server that is newer than this page may know more.
  if (!(flag.code in known)) return <LookLater />;
  const { Icon, tone } = known[flag.code];
  const minutes = Number(flag.params.minutes ?? 0);
  const count = Number(flag.params.count ?? 0);
  return (
    <Chip tone={tone} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {t(`flag.${flag.code}`, { time: formatDuration(minutes), count })}
    </Chip>
  );
}

/** The one neutral mark of room mode: there is something, and not here. */
export function LookLater() {
  const { t } = useTranslation();
  return <Chip icon={<IconEyeExclamation size={14} stroke={1.75} aria-hidden />}>{t("room.later")}</Chip>;
}
