import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { ParticipantSummary } from "@/api/types";
import { announce } from "@/lib/announce";
import { nameOf } from "@/lib/names";
import { searchOf } from "@/lib/person-search";
import { useDebounced } from "@/lib/use-debounced";
import { FoundPeople } from "@/ui/found-people";
import { useProblemText } from "@/ui/problem-text";

import classes from "./forms.module.css";
import { fieldId } from "./problems";
import { episodesQuery } from "./queries";
import { type Chosen, type CreateForm, episodeOf } from "./rules";

type Props = {
  form: Pick<CreateForm, "service_kind" | "program_id" | "people">;
  error: string | undefined;
  onChange: (people: Chosen[]) => void;
};

/** Who is booked with the session, found by a few letters. What is typed stays in this field. */
export function PeopleField({ form, error, onChange }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const client = useQueryClient();
  const [typed, setTyped] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  const search = searchOf(useDebounced(typed, 200));
  const { people } = form;

  const add = async (person: ParticipantSummary) => {
    setFailure(null);
    try {
      const page = await client.fetchQuery(episodesQuery(person.id));
      onChange([...people, { person, episodes: page.items }]);
      setTyped("");
      announce(t("sessions.form.added", { name: nameOf(person) }));
      document.getElementById(fieldId("people"))?.focus();
    } catch (reason) {
      setFailure(reason);
    }
  };
  const remove = (one: Chosen) => {
    onChange(people.filter((other) => other !== one));
    document.getElementById(fieldId("people"))?.focus();
  };

  return (
    <fieldset className={classes.people}>
      <legend className="unseen">{t("sessions.form.people")}</legend>
      <TextInput
        id={fieldId("people")}
        label={t("sessions.form.person")}
        placeholder={t("sessions.form.search")}
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
      {failure !== null && (
        <p className={classes.error} role="alert">
          {problemText(failure)}
        </p>
      )}
      {search && typed !== "" && (
        <FoundPeople
          search={search}
          without={new Set(people.map(({ person }) => person.id))}
          act={{
            label: t("sessions.form.add"),
            named: (name) => t("sessions.form.addWho", { name }),
            do: (one) => void add(one),
          }}
        />
      )}
      {people.length > 0 && (
        <ul className={classes.list} aria-label={t("sessions.form.people")}>
          {people.map((one) => (
            <li key={one.person.id}>
              <span>
                <strong>{nameOf(one.person)}</strong> <span className="meta num">{one.person.mrn}</span>
                {form.program_id !== "" && !episodeOf(one, form) && (
                  <span className={classes.wrong}>{t("sessions.form.noEpisode")}</span>
                )}
              </span>
              <Button
                aria-label={t("sessions.form.removeWho", { name: nameOf(one.person) })}
                onClick={() => remove(one)}
              >
                {t("sessions.form.remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </fieldset>
  );
}
