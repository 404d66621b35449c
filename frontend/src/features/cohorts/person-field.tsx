import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ParticipantSearch, ParticipantSummary } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { nameOf } from "@/lib/names";
import { searchOf } from "@/lib/person-search";
import { formatDate } from "@/lib/time";
import { useDebounced } from "@/lib/use-debounced";
import { useProblemText } from "@/ui/problem-text";

import classes from "./dialogs.module.css";
import { fieldId } from "./problems";
import { foundPeopleQuery } from "./queries";

type Props = {
  person: ParticipantSummary | null;
  /** Who is likely meant, to choose from before anything is typed. */
  suggested?: ParticipantSummary[];
  error: string | undefined;
  onChoose: (person: ParticipantSummary | null) => void;
};

/** Finds one person by a few letters. What is typed stays in this field. */
export function PersonField({ person, suggested = [], error, onChoose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const search = searchOf(useDebounced(typed, 200));
  if (person) {
    return (
      <div className={classes.chosen}>
        <span>
          <strong>{nameOf(person)}</strong> <span className="meta num">{person.mrn}</span>
        </span>
        <Button autoFocus onClick={() => onChoose(null)}>
          {t("cohorts.form.another")}
        </Button>
      </div>
    );
  }
  return (
    <div>
      <TextInput
        id={fieldId("person")}
        data-autofocus
        label={t("cohorts.form.person")}
        placeholder={t("cohorts.form.search")}
        description={t("cohorts.form.searchHint")}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        value={typed}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        error={error}
        onChange={(event) => setTyped(event.target.value)}
        // Enter looks for a person; it does not send the form.
        onKeyDown={(event) => event.key === "Enter" && event.preventDefault()}
      />
      {search && <Found search={search} onChoose={onChoose} />}
      {!search && suggested.length > 0 && (
        <section className={classes.suggested} aria-label={t("cohorts.form.suggested")}>
          <h3>{t("cohorts.form.suggested")}</h3>
          <People people={suggested} onChoose={onChoose} />
        </section>
      )}
    </div>
  );
}

type Choose = (person: ParticipantSummary) => void;

function Found({ search, onChoose }: { search: ParticipantSearch; onChoose: Choose }) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const query = useQuery(foundPeopleQuery(search));
  const people = query.data?.items;
  const settled = query.isSuccess && !query.isPlaceholderData;
  useEffect(() => {
    if (settled && people) announce(t("cohorts.form.found", { count: people.length }));
  }, [settled, people, t]);

  if (query.isError) {
    return (
      <p className={classes.hint} role="alert">
        {problemText(query.error)}
      </p>
    );
  }
  if (!people) return null;
  if (people.length === 0) {
    return (
      <p className={classes.hint}>
        {t("cohorts.form.noPerson")}. {t("cohorts.form.noPersonHint")}
      </p>
    );
  }
  return (
    <>
      <People people={people} onChoose={onChoose} />
      {query.data?.next_cursor && <p className={classes.hint}>{t("cohorts.form.more")}</p>}
    </>
  );
}

function People({ people, onChoose }: { people: ParticipantSummary[]; onChoose: Choose }) {
  const { t } = useTranslation();
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
          <Button aria-label={t("cohorts.form.chooseWho", { name: nameOf(person) })} onClick={() => onChoose(person)}>
            {t("cohorts.form.choose")}
          </Button>
        </li>
      ))}
    </ul>
  );
}
