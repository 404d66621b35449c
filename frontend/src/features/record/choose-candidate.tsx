import { Button, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Participant } from "@/api/types";
import { announce } from "@/lib/announce";
import type { Candidate } from "@/lib/candidates";
import { searchOf } from "@/lib/person-search";
import { useDebounced } from "@/lib/use-debounced";
import { CandidateWords } from "@/ui/candidate-words";
import fields from "@/ui/fields.module.css";
import { ErrorState, LoadingRows } from "@/ui/page";
import { useMergeProblem } from "./problem-words";
import { candidatesQuery, suggestionsQuery, useTellApart } from "./queries";
import classes from "./record.module.css";

const SEARCH = "search-other";

type Props = { person: Participant; maySuggest: boolean; onChoose: (candidate: Candidate) => void };

/** The other record: one of those that are alike, or one found by its name or number. */
export function ChooseCandidate({ person, maySuggest, onChoose }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const search = searchOf(useDebounced(typed, 200));
  const alike = useQuery({ ...suggestionsQuery(person), enabled: maySuggest && !search });
  const found = useQuery(candidatesQuery(person, search));
  const shown = search ? found : alike;

  return (
    <div className={classes.form}>
      <TextInput
        id={SEARCH}
        data-autofocus
        label={t("record.searchOther")}
        description={t("participants.searchHint")}
        leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
        value={typed}
        maxLength={100}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setTyped(event.target.value)}
      />
      <section aria-live="polite">
        <h3 className={classes.legend}>{t(search ? "record.found" : "record.alike")}</h3>
        {!search && !maySuggest ? (
          <p className={fields.hint}>{t("record.searchFirst")}</p>
        ) : shown.isPending ? (
          <LoadingRows rows={3} />
        ) : shown.isError ? (
          <ErrorState error={shown.error} onRetry={() => void shown.refetch()} />
        ) : shown.data.length === 0 ? (
          <p className={fields.hint}>{t(search ? "record.noneFound" : "record.noneAlike")}</p>
        ) : (
          <ul className={classes.candidates}>
            {shown.data.map((candidate) => (
              <li key={candidate.id}>
                <button type="button" className={classes.candidate} onClick={() => onChoose(candidate)}>
                  <CandidateWords candidate={candidate} />
                </button>
                {candidate.reasons.length > 0 && <NotSame person={person} candidate={candidate} />}
              </li>
            ))}
          </ul>
        )}
      </section>
    </div>
  );
}

/** Says that a suggestion is somebody else, so that nobody is asked again. */
function NotSame({ person, candidate }: { person: Participant; candidate: Candidate }) {
  const { t } = useTranslation();
  const problemWords = useMergeProblem();
  const tell = useTellApart(person.id);
  return (
    <>
      <Button
        variant="subtle"
        loading={tell.isPending}
        aria-label={t("record.notSameNamed", { name: candidate.name })}
        onClick={() =>
          tell.mutate(candidate.id, {
            onSuccess: () => {
              announce(t("record.toldApart", { name: candidate.name }));
              // The row and its button go away.
              document.getElementById(SEARCH)?.focus();
            },
          })
        }
      >
        {t("record.notSame")}
      </Button>
      {tell.isError && (
        <p className={classes.conflict} role="alert">
          {problemWords(tell.error)}
        </p>
      )}
    </>
  );
}
