// biome-ignore-all lint/a11y/useSemanticElements: a list of choices under a field has no element of its own.
// biome-ignore-all lint/a11y/useFocusableInteractive: focus stays in the field, which names the active choice.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the keys are those of the field.
import { Modal, TextInput } from "@mantine/core";
import { IconEye, IconSearch, IconUser } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import { announce } from "@/lib/announce";
import { nameOf } from "@/lib/names";
import { scrollToShow } from "@/lib/scroll-to-show";
import { useDebounced } from "@/lib/use-debounced";
import { useProblemText } from "@/ui/problem-text";

import classes from "./palette.module.css";
import { peopleQuery } from "./queries";
import { matches, peopleAsked, step } from "./rules";

/** Something to go to or do, known without asking the server. */
export type Choice = { id: string; text: string; detail?: string; icon: ReactNode; run: () => void };

type Props = {
  sessions: Choice[];
  /** Sessions of the other days of the week, which only what is typed brings up. */
  later: Choice[];
  pages: Choice[];
  actions: Choice[];
  maySearchPeople: boolean;
  /** Others can see the screen: no name shows before it is asked for. */
  discreet: boolean;
  /** Why a chosen action did not happen. */
  failure: Error | null;
  onReveal: () => void;
  onPerson: (participantId: string) => void;
  onClose: () => void;
};

/** More of them are narrowed by another letter. */
const MOST_SESSIONS = 12;

type Group = { name: "people" | "sessions" | "pages" | "actions"; choices: Choice[] };

/** One field that finds people, sessions of the week, pages and actions, by keys alone. */
export function Palette({ discreet, maySearchPeople, failure, onReveal, onPerson, onClose, ...known }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState("");
  const [chosen, setChosen] = useState<string | null>(null);
  /** Enter was pressed before the people came. */
  const [eager, setEager] = useState(false);

  const settled = useDebounced(typed, 150);
  const asked = maySearchPeople ? peopleAsked(settled) : null;
  const people = useQuery({ ...peopleQuery(asked ?? {}), enabled: asked !== null && !discreet });
  const found = asked && !discreet ? (people.data?.items ?? []) : [];

  const reveal: Choice = {
    id: "reveal",
    text: t("palette.reveal"),
    detail: t("palette.revealHint"),
    icon: <IconEye size={16} stroke={1.75} aria-hidden />,
    run: onReveal,
  };
  const groups = (
    [
      {
        name: "people",
        choices:
          asked && discreet
            ? [reveal]
            : found.map((person) => ({
                id: person.id,
                text: nameOf(person),
                detail: [person.mrn, person.cohort_name].filter(Boolean).join(" · "),
                icon: <IconUser size={16} stroke={1.75} aria-hidden />,
                run: () => onPerson(person.id),
              })),
      },
      {
        name: "sessions",
        choices: [...known.sessions, ...(typed.trim() === "" ? [] : known.later)]
          .filter((one) => matches(`${one.text} ${one.detail ?? ""}`, typed))
          .slice(0, MOST_SESSIONS),
      },
      { name: "pages", choices: known.pages.filter((one) => matches(one.text, typed)) },
      { name: "actions", choices: known.actions.filter((one) => matches(one.text, typed)) },
    ] satisfies Group[]
  ).filter((group) => group.choices.length > 0);
  const choices = groups.flatMap((group) => group.choices);
  const wanted = maySearchPeople && !discreet && peopleAsked(typed) !== null;
  const waiting = wanted && (typed !== settled || people.isPending);

  // Without a choice of one's own, Enter takes the first; what reveals names has to be chosen.
  const own = choices.findIndex((choice) => choice.id === chosen);
  const active = own >= 0 ? own : choices.findIndex((choice) => choice.id !== "reveal");
  const activeChoice = choices[active];
  const optionId = (choice: Choice) => `${id}${choice.id}`;

  const count = choices.length;
  const problem = failure
    ? problemText(failure)
    : asked && people.isError
      ? `${t("palette.failed")} ${problemText(people.error)}`
      : null;
  const hint = waiting
    ? t("palette.looking")
    : people.data?.next_cursor && found.length > 0
      ? t("palette.more")
      : maySearchPeople && typed.trim() !== "" && !peopleAsked(typed)
        ? t("palette.fewLetters")
        : t("palette.keys");
  useEffect(() => {
    if (typed !== "" && !waiting) announce(t("palette.found", { count }));
  }, [typed, waiting, count, t]);

  const activeId = activeChoice && optionId(activeChoice);
  useEffect(() => {
    const element = activeId ? document.getElementById(activeId) : null;
    if (list.current && element) scrollToShow(list.current, element);
  }, [activeId]);

  useEffect(() => {
    if (!eager || waiting) return;
    setEager(false);
    activeChoice?.run();
  }, [eager, waiting, activeChoice]);

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setChosen(choices[step(active, event.key === "ArrowDown" ? 1 : -1, count)]?.id ?? null);
    } else if (event.key === "Enter" && !event.nativeEvent.isComposing) {
      event.preventDefault();
      // Enter right after the last letter is for the people who still come, not for a page that fits by chance.
      if (waiting && own === -1) setEager(true);
      else activeChoice?.run();
    }
  };

  return (
    <Modal
      opened
      onClose={onClose}
      withCloseButton={false}
      returnFocus={false}
      centered={false}
      title={<span className="unseen">{t("palette.title")}</span>}
      size={560}
      yOffset="10dvh"
      padding={0}
      classNames={{ header: classes.header as string }}
    >
      <TextInput
        className={classes.field as string}
        role="combobox"
        aria-label={t("palette.field")}
        aria-expanded={count > 0}
        aria-controls={`${id}list`}
        aria-autocomplete="list"
        aria-activedescendant={activeId}
        placeholder={t("palette.placeholder")}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        value={typed}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        data-autofocus
        onChange={(event) => {
          setTyped(event.target.value);
          setChosen(null);
          setEager(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} className={classes.list}>
        <div id={`${id}list`} role="listbox" aria-label={t("palette.results")} aria-busy={waiting}>
          {groups.map((group) => (
            <div key={group.name} role="group" aria-labelledby={`${id}${group.name}`}>
              <div id={`${id}${group.name}`} className={classes.group} role="presentation">
                {t(`palette.groups.${group.name}`)}
              </div>
              {group.choices.map((choice) => (
                <div
                  key={choice.id}
                  id={optionId(choice)}
                  role="option"
                  aria-selected={choice === activeChoice}
                  className={classes.option}
                  onClick={choice.run}
                >
                  {choice.icon}
                  <span className={classes.text}>{choice.text}</span>{" "}
                  {choice.detail && <span className={`${classes.detail} num`}>{choice.detail}</span>}
                </div>
              ))}
            </div>
          ))}
        </div>
        {count === 0 && !waiting && (
          <div className={classes.nothing}>
            <p>{t("palette.nothing", { typed: typed.trim() })}</p>
            {maySearchPeople && <p className="meta">{t("palette.nothingHint")}</p>}
          </div>
        )}
      </div>
      <p className={classes.foot} role={problem ? "alert" : undefined}>
        {problem ?? hint}
      </p>
    </Modal>
  );
}
