import { Button } from "@mantine/core";
import { IconCalendarSearch } from "@tabler/icons-react";
import { useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { Room, Slot, SlotSearch } from "@/api/types";
import { announce } from "@/lib/announce";
import { addTexts, useLanguage } from "@/lib/i18n";
import {
  formatDateRange,
  formatDay,
  formatTime,
  formatTimeRange,
  type LocalDate,
  minutesOfDay,
  timeOfMinutes,
} from "@/lib/time";

import classes from "./find-time.module.css";
import { useFindSlots } from "./queries";
import { brief, type CreateForm, type Mistake, VIDEO } from "./rules";
import { apart, asksTheSame, EARLIEST, LATEST, searchMistakes, slotChange, slotSearch } from "./slot-rules";
import { en, es } from "./slot-texts";

addTexts("slots", { en, es });

type Props = {
  form: CreateForm;
  today: LocalDate;
  /** Of the cohort whose members come too. */
  seats: number | null;
  rooms: readonly Room[];
  /** Names of staff by their ids. */
  people: ReadonlyMap<string, string>;
  onMistakes: (found: Mistake[]) => void;
  onRefused: (error: unknown) => void;
  onChoose: (change: Partial<CreateForm>) => void;
};

/** Looks for times at which those the form names are free, a room too; one that is chosen fills the form. */
export function FindTime({ form, today, seats, rooms, people, onMistakes, onRefused, onChoose }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const find = useFindSlots();
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const listId = useId();
  const wanted = slotSearch(form, today, seats);
  const asked = find.variables;
  // What was found for other people, another length or place says nothing any more.
  const shown = open && asked !== undefined && asksTheSame(asked, wanted);
  const found = shown && find.data ? apart(find.data.slots) : undefined;

  const search = () => {
    if (found) return setOpen(false);
    if (find.isPending) return;
    const mistakes = searchMistakes(form);
    onMistakes(mistakes);
    if (mistakes.length > 0) return;
    setOpen(true);
    find.mutate(wanted, {
      onSuccess: ({ slots }) =>
        announce(slots.length === 0 ? t("slots.none") : t("slots.foundCount", { count: apart(slots).length })),
      onError: onRefused,
    });
  };
  const choose = (slot: Slot) => {
    setOpen(false);
    onChoose(slotChange(slot, form));
    announce(t("slots.chosen", whenOf(slot, Number(form.minutes), locale)));
    button.current?.focus();
  };

  return (
    <div className={classes.find}>
      <Button
        ref={button}
        className={classes.ask as string}
        leftSection={<IconCalendarSearch size={16} stroke={1.75} aria-hidden />}
        aria-expanded={found !== undefined}
        aria-controls={found ? listId : undefined}
        onClick={search}
      >
        {t(found ? "slots.close" : "slots.find")}
      </Button>
      {shown && find.isPending && (
        <p className={classes.hint} role="status">
          {t("slots.looking")}
        </p>
      )}
      {found && asked && (
        <Found
          id={listId}
          asked={asked}
          slots={found}
          roomOf={(slot) =>
            form.room === VIDEO
              ? t("slots.video")
              : (rooms.find((room) => room.id === slot.room_id)?.name ?? t("slots.noRoom"))
          }
          whoOf={(slot) => slot.staff_ids.map((one) => people.get(one) ?? t("slots.somebody")).join(", ")}
          onChoose={choose}
        />
      )}
    </div>
  );
}

function whenOf(slot: Slot, minutes: number, locale: string) {
  const start = brief(slot.local_start);
  return {
    day: formatDay(slot.local_date, locale),
    times: formatTimeRange(start, timeOfMinutes(minutesOfDay(start) + minutes), locale),
  };
}

type FoundProps = {
  id: string;
  asked: SlotSearch;
  slots: readonly Slot[];
  roomOf: (slot: Slot) => string;
  whoOf: (slot: Slot) => string;
  onChoose: (slot: Slot) => void;
};

function Found({ id, asked, slots, roomOf, whoOf, onChoose }: FoundProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const searched = {
    dates: formatDateRange(asked.from_date, asked.to_date, locale),
    earliest: formatTime(EARLIEST, locale),
    latest: formatTime(LATEST, locale),
  };
  return (
    <section id={id} className={classes.found} aria-label={t("slots.found")}>
      {slots.length === 0 ? (
        <div className={classes.none}>
          <strong>{t("slots.none")}</strong>
          <p>{t("slots.noneHint", searched)}</p>
        </div>
      ) : (
        <>
          <p className={classes.range}>{t("slots.range", searched)}</p>
          <ol>
            {slots.map((slot) => {
              const when = whenOf(slot, asked.minutes, locale);
              return (
                <li key={slot.starts_at + slot.staff_ids.join()}>
                  <span>
                    <strong className="num">
                      {when.day}, {when.times}
                    </strong>
                    <span>{t("slots.place", { room: roomOf(slot), who: whoOf(slot) })}</span>
                    <span className={classes.why}>
                      {slot.reasons.map((reason) => t(`slots.reason.${reason}`)).join(", ")}
                    </span>
                  </span>
                  <Button
                    aria-label={t("slots.chooseWhen", { ...when, who: whoOf(slot) })}
                    onClick={() => onChoose(slot)}
                  >
                    {t("slots.choose")}
                  </Button>
                </li>
              );
            })}
          </ol>
        </>
      )}
    </section>
  );
}
