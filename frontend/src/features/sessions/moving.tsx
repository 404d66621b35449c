import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";

import type { SessionCard } from "@/api/types";
import { announce } from "@/lib/announce";
import { addTexts, useLanguage } from "@/lib/i18n";
import { formatTime, formatTimeRange, type LocalDate, minutesOfDay, timeOfMinutes } from "@/lib/time";
import { useStable } from "@/lib/use-stable";
import { formatWeekdayDate } from "@/lib/weekday-date";
import { useSessionTitle } from "@/ui/session-title";

import { moveFields } from "./fields";
import classes from "./moving.module.css";
import { at, bodyOf, isBack, lasting, mayMove, type Pending, pendingOf, stepped, wantedOf } from "./moving-rules";
import { en, es } from "./moving-texts";
import { useRefusal, useTakenWords } from "./problems";
import { useMoveAny, weekOfQuery } from "./queries";
import { clashes, nextFree } from "./rules";

addTexts("moving", { en, es });

/** A hand has to go so far before it drags, pixels. */
const THRESHOLD = 5;
/** The edge of a block by which it is made longer or shorter, pixels. */
const EDGE = 8;

type Props = {
  /** What holds the schedule. Its columns or rows say which day they are, and how many minutes they show. */
  floor: RefObject<HTMLElement | null>;
  sessions: readonly SessionCard[];
  monday: LocalDate;
  now: Date;
  onShown: (moved: { id: string; local_date: string }) => void;
};

type Done = { card: SessionCard; version: number; to: Pending };

/**
 * Moves a session within the schedule: Alt and arrows, or a hand, lead it elsewhere; it goes once that is confirmed. A
 * hand that lets it go where everybody is free confirms by it. The schedule itself is not drawn anew meanwhile.
 */
export function Moving({ floor, sessions, monday, now, onShown }: Props) {
  const { t } = useTranslation();
  const titleOf = useSessionTitle();
  const { locale } = useLanguage();
  const move = useMoveAny();
  const refusal = useRefusal();
  const takenWords = useTakenWords();
  const [pending, setPending] = useState<Pending | null>(null);
  const [done, setDone] = useState<Done | null>(null);
  const [refused, setRefused] = useState("");
  const opener = useRef<string>(null);
  const week = useQuery({ ...weekOfQuery(pending?.date ?? monday), enabled: pending !== null });
  const cards = week.data?.sessions ?? sessions;
  const taken = pending ? clashes(cards, wantedOf(pending)) : [];
  const free = pending && taken.length > 0 ? nextFree(cards, wantedOf(pending)) : null;

  const whenOf = ({ date, start, minutes }: Pending) =>
    `${formatWeekdayDate(date, locale)}, ${formatTimeRange(timeOfMinutes(start), timeOfMinutes(start + minutes), locale)}`;
  const wordsOf = (of: Pending) =>
    clashes(cards, wantedOf(of)).map(({ what, id, card }) =>
      takenWords(
        what,
        what === "room" ? (card.room_name ?? undefined) : card.staff.find((one) => one.staff_id === id)?.display_name,
        card,
      ),
    );
  const focus = (id: string) =>
    setTimeout(() => floor.current?.querySelector<HTMLElement>(`[data-session="${id}"]`)?.focus(), 50);

  const lead = useStable((next: Pending) => {
    setRefused("");
    setDone(null);
    setPending(next);
    opener.current = next.card.id;
    const words = wordsOf(next);
    announce([whenOf(next), ...(words.length > 0 ? words : [t("moving.fits")])].join(" "));
  });
  const leave = useStable(() => {
    if (!pending) return;
    announce(t("moving.left", { title: titleOf(pending.card) }));
    setPending(null);
    setRefused("");
    focus(pending.card.id);
  });
  const confirm = useStable((to: Pending | null) => {
    if (!to || move.isPending) return;
    if (isBack(to)) {
      leave();
      return;
    }
    move.mutate(
      { id: to.card.id, version: to.card.version, ...bodyOf(to) },
      {
        onSuccess: (moved) => {
          setPending(null);
          setDone({ card: to.card, version: moved.version, to });
          announce(t("moving.moved", { title: titleOf(to.card), when: whenOf(to) }));
          onShown(moved);
          focus(moved.id);
        },
        onError: async (error) => {
          const people = new Map(to.card.staff.map((one) => [one.staff_id, one.display_name] as const));
          const names = { room: to.card.room_name ?? undefined, people };
          const found = await refusal(error, to.date, names, moveFields);
          const text = found.map((one) => one.text).join(" ");
          setRefused(text);
          announce(text);
        },
      },
    );
  });
  const undo = useStable(() => {
    if (!done || move.isPending) return;
    const was = pendingOf(done.card);
    move.mutate(
      { id: done.card.id, version: done.version, ...bodyOf(was) },
      {
        onSuccess: (moved) => {
          setDone(null);
          announce(t("moving.undone", { title: titleOf(done.card), when: whenOf(was) }));
          onShown(moved);
          focus(moved.id);
        },
        onError: (error) =>
          void refusal(error, was.date, { people: new Map() }, moveFields).then((found) =>
            setRefused(found.map((one) => one.text).join(" ")),
          ),
      },
    );
  });

  const cardAt = useStable((target: EventTarget | null): SessionCard | undefined => {
    const block = target instanceof Element ? target.closest<HTMLElement>("[data-session]") : null;
    return block ? sessions.find((one) => one.id === block.dataset.session) : undefined;
  });
  const onKey = useStable((event: KeyboardEvent) => {
    if (pending && event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      leave();
      return;
    }
    const card = cardAt(event.target);
    if (!card) return;
    if (pending && event.key === "Enter" && pending.card.id === card.id) {
      event.preventDefault();
      confirm(pending);
      return;
    }
    if (!event.altKey || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    if (!mayMove(card, now)) {
      announce(t("moving.over", { title: titleOf(card) }));
      return;
    }
    const from = pending?.card.id === card.id ? pending : pendingOf(card);
    const next = stepped(from, event.key, event.shiftKey, laneOf(event.target)?.axis ?? "y", monday);
    if (next) lead(next);
  });
  const onPointer = useStable((event: PointerEvent) => {
    const card = cardAt(event.target);
    // Fingers scroll; they move a session by the dialog.
    if (!card || event.button !== 0 || event.pointerType === "touch" || !mayMove(card, now)) return;
    const hand = grasp(event, pendingOf(card));
    if (!hand) return;
    drag(
      hand,
      (next) => setPending(next),
      (next) => {
        setDone(null);
        if (!next || isBack(next)) setPending(null);
        else if (clashes(cards, wantedOf(next)).length > 0) lead(next);
        else {
          setPending(next);
          confirm(next);
        }
      },
    );
  });
  useEffect(() => {
    const element = floor.current;
    if (!element) return;
    // A link would be dragged as an address.
    const still = (event: DragEvent) => event.preventDefault();
    element.addEventListener("keydown", onKey);
    element.addEventListener("pointerdown", onPointer);
    element.addEventListener("dragstart", still);
    return () => {
      element.removeEventListener("keydown", onKey);
      element.removeEventListener("pointerdown", onPointer);
      element.removeEventListener("dragstart", still);
    };
  }, [floor, onKey, onPointer]);

  if (!pending && !done) return null;
  return (
    <>
      {pending && <Ghost pending={pending} floor={floor} taken={taken.length > 0} />}
      <section className={classes.bar} aria-label={t("moving.label")}>
        {pending ? (
          <>
            <div className={classes.words}>
              <strong>{t("moving.to", { title: titleOf(pending.card), when: whenOf(pending) })}</strong>
              <p>{refused || (taken.length > 0 ? wordsOf(pending).join(" ") : t("moving.fits"))}</p>
              <p className="meta">{t("moving.keys")}</p>
            </div>
            {free && (
              <Button onClick={() => lead({ ...pending, start: minutesOfDay(free) })}>
                {t("moving.nextFree", { time: formatTime(free, locale) })}
              </Button>
            )}
            <Button onClick={leave}>{t("moving.leave")}</Button>
            <Button variant="filled" loading={move.isPending} onClick={() => confirm(pending)}>
              {t("moving.move")}
            </Button>
          </>
        ) : (
          done && (
            <>
              <div className={classes.words}>
                <p>{refused || t("moving.moved", { title: titleOf(done.card), when: whenOf(done.to) })}</p>
              </div>
              <Button loading={move.isPending} onClick={undo}>
                {t("moving.undo")}
              </Button>
              <Button onClick={() => setDone(null)}>{t("moving.close")}</Button>
            </>
          )
        )}
      </section>
    </>
  );
}

type Lane = { element: HTMLElement; axis: "x" | "y"; date: LocalDate; from: number; minutes: number };

/** The column or row that something stands in: its day, and the minutes that it shows. */
function laneOf(target: EventTarget | Element | null): Lane | null {
  const element = target instanceof Element ? target.closest<HTMLElement>("[data-lane]") : null;
  const { lane, date, from, minutes } = element?.dataset ?? {};
  if (!element || !date || (lane !== "x" && lane !== "y")) return null;
  return { element, axis: lane, date, from: Number(from), minutes: Number(minutes) };
}

/** Where it would be, drawn into the column or row of that day. */
function Ghost({ pending, floor, taken }: { pending: Pending; floor: Props["floor"]; taken: boolean }) {
  const block = floor.current?.querySelector(`[data-session="${pending.card.id}"]`);
  const own = laneOf(block ?? null);
  const column =
    own?.axis === "x" ? own.element : floor.current?.querySelector(`[data-lane][data-date="${pending.date}"]`);
  const lane = laneOf(column ?? null);
  if (!lane || lane.date !== pending.date) return null;
  const begins = `${((pending.start - lane.from) / lane.minutes) * 100}%`;
  const length = `${(pending.minutes / lane.minutes) * 100}%`;
  return createPortal(
    <li
      aria-hidden
      className={classes.ghost}
      data-taken={taken || undefined}
      style={
        lane.axis === "y"
          ? { top: begins, height: length, insetInline: 2 }
          : { insetInlineStart: begins, width: length, insetBlock: 2 }
      }
    />,
    lane.element,
  );
}

type Hand = { event: PointerEvent; from: Pending; lane: Lane; resizing: boolean };

/** What a hand has of a block: the whole of it, or its end. */
function grasp(event: PointerEvent, from: Pending): Hand | null {
  const lane = laneOf(event.target);
  const block = (event.target as Element).closest<HTMLElement>("[data-session]");
  if (!lane || !block) return null;
  const box = block.getBoundingClientRect();
  const resizing = lane.axis === "y" ? event.clientY > box.bottom - EDGE : event.clientX > box.right - EDGE;
  return { event, from, lane, resizing };
}

function drag(hand: Hand, onLead: (next: Pending) => void, onEnd: (next: Pending | null) => void): void {
  const { event: first, from, lane, resizing } = hand;
  const box = lane.element.getBoundingClientRect();
  const perPixel = lane.minutes / (lane.axis === "y" ? box.height : box.width);
  const block = (first.target as Element).closest<HTMLElement>("[data-session]");
  let next: Pending | null = null;
  const cleaner = new AbortController();
  const listen = { signal: cleaner.signal };
  const onMove = (event: PointerEvent) => {
    const across = [event.clientX - first.clientX, event.clientY - first.clientY];
    if (!next && Math.hypot(...across) < THRESHOLD) return;
    const by = (lane.axis === "y" ? across[1] : across[0]) as number;
    const over = resizing ? null : laneOf(document.elementFromPoint(event.clientX, event.clientY));
    next = resizing
      ? lasting(from, from.minutes + by * perPixel)
      : at(from, over?.date ?? next?.date ?? from.date, from.start + by * perPixel);
    onLead(next);
  };
  const end = (kept: Pending | null) => {
    cleaner.abort();
    // The press that ends a drag opens nothing.
    if (next) block?.addEventListener("click", (event) => event.preventDefault(), { once: true, capture: true });
    onEnd(kept);
  };
  window.addEventListener("pointermove", onMove, listen);
  window.addEventListener("pointerup", () => (next ? end(next) : cleaner.abort()), listen);
  window.addEventListener("pointercancel", () => end(null), listen);
  window.addEventListener("keydown", (event) => event.key === "Escape" && end(null), listen);
}
