import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ParticipantSummary } from "@/api/types";
import { nameOf } from "@/lib/names";
import { searchOf } from "@/lib/person-search";
import { useDebounced } from "@/lib/use-debounced";

import { FoundPeople, PeopleList } from "./found-people";
import classes from "./found-people.module.css";

type Props = {
  id: string;
  label?: string;
  /** Whether the form begins here. */
  first?: boolean;
  /** Whether it takes focus as it appears, where no dialog gives it. */
  autoFocus?: boolean;
  person: ParticipantSummary | null;
  /** Who is likely meant, to choose from before anything is typed, and why they are. */
  suggested?: { title: string; people: ParticipantSummary[] } | undefined;
  error: string | undefined;
  onChoose: (person: ParticipantSummary | null) => void;
};

/** Finds one person by a few letters. What is typed stays in this field. */
export function PersonField({
  id,
  label,
  first = false,
  autoFocus = false,
  person,
  suggested,
  error,
  onChoose,
}: Props) {
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
          {t("form.another")}
        </Button>
      </div>
    );
  }
  const act = { label: t("form.choose"), named: (name: string) => t("form.chooseWho", { name }), do: onChoose };
  return (
    <div>
      <TextInput
        id={id}
        {...(first ? { "data-autofocus": true } : {})}
        autoFocus={autoFocus}
        label={label ?? t("form.person")}
        placeholder={t("form.search")}
        description={t("form.searchHint")}
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
      {search && <FoundPeople search={search} act={act} />}
      {!search && suggested && suggested.people.length > 0 && (
        <section className={classes.suggested} aria-label={suggested.title}>
          <h3>{suggested.title}</h3>
          <PeopleList people={suggested.people} act={act} />
        </section>
      )}
    </div>
  );
}
