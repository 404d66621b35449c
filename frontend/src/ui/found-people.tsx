import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { foundPeopleQuery } from "@/api/people";
import type { ParticipantSearch, ParticipantSummary } from "@/api/types";
import { announce } from "@/lib/announce";
import { addTexts, useLanguage } from "@/lib/i18n";
import { nameOf } from "@/lib/names";
import { formatDate } from "@/lib/time";

import fields from "./fields.module.css";
import { en, es } from "./form-texts";
import classes from "./found-people.module.css";
import { useProblemText } from "./problem-text";

addTexts("form", { en, es });

/** What the button beside each person does. */
type Act = {
  label: string;
  named: (name: string) => string;
  do: (person: ParticipantSummary) => void;
};

type Props = {
  search: ParticipantSearch;
  /** Who is not shown, being chosen already. */
  without?: ReadonlySet<string>;
  act: Act;
};

/** Who is found by what was typed, announced as a number. */
export function FoundPeople({ search, without, act }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const query = useQuery(foundPeopleQuery(search));
  const people = query.data?.items.filter((person) => !without?.has(person.id));
  const settled = query.isSuccess && !query.isPlaceholderData;
  const count = people?.length;
  useEffect(() => {
    if (settled && count !== undefined) announce(t("form.found", { count }));
  }, [settled, count, t]);

  if (query.isError) {
    return (
      <p className={fields.hint} role="alert">
        {problemText(query.error)}
      </p>
    );
  }
  if (!people) return null;
  if (people.length === 0) {
    return (
      <p className={fields.hint}>
        {t("form.noPerson")}. {t("form.noPersonHint")}
      </p>
    );
  }
  return (
    <>
      <PeopleList people={people} act={act} />
      {query.data?.next_cursor && <p className={fields.hint}>{t("form.more")}</p>}
    </>
  );
}

/** People by name, number and birth date, each with one thing to do. */
export function PeopleList({ people, act }: { people: readonly ParticipantSummary[]; act: Act }) {
  const { locale } = useLanguage();
  return (
    <ul className={classes.found}>
      {people.map((person) => (
        <li key={person.id} className={classes.person}>
          <span>
            <strong>{nameOf(person)}</strong>{" "}
            <span className="meta num">
              {[person.mrn, person.birth_date && formatDate(person.birth_date, locale)].filter(Boolean).join(" · ")}
            </span>
          </span>
          <Button aria-label={act.named(nameOf(person))} onClick={() => act.do(person)}>
            {act.label}
          </Button>
        </li>
      ))}
    </ul>
  );
}
