import { Button } from "@mantine/core";
import { IconAlertTriangle } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { MergePreview, Participant } from "@/api/types";
import { announce } from "@/lib/announce";
import { type Candidate, candidateOf } from "@/lib/candidates";
import { focusMain } from "@/lib/focus-main";
import { CandidateWords } from "@/ui/candidate-words";
import { ErrorSummary, type FieldError } from "@/ui/error-summary";
import fields from "@/ui/fields.module.css";
import { LoadingRows } from "@/ui/page";
import { useMergeProblem } from "./problem-words";
import { mergePreviewQuery, useMerge } from "./queries";
import classes from "./record.module.css";
import { conflictKinds, hanging } from "./rules";

type Props = { person: Participant; other: Candidate; onBack: () => void; onClose: () => void };

/** Which of two records stays, what goes with it and what does not fit; then the merge. */
export function MergeReview({ person, other, onBack, onClose }: Props) {
  const { t } = useTranslation();
  const problemWords = useMergeProblem();
  const own = candidateOf(person);
  const [survivorId, setSurvivorId] = useState(person.id);
  const [survivor, merged] = survivorId === own.id ? [own, other] : [other, own];
  const preview = useQuery(mergePreviewQuery(merged.id, survivor.id));
  const merge = useMerge();
  const [errors, setErrors] = useState<FieldError[]>([]);

  const submit = () =>
    merge.mutate(
      { merged, survivorId: survivor.id },
      {
        onSuccess: () => {
          announce(t("record.merged"));
          onClose();
          // The button that opened this is gone once its own record is merged.
          if (merged.id === person.id) focusMain();
        },
        onError: (error) => setErrors([{ field: "", text: problemWords(error) }]),
      },
    );

  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <ErrorSummary title={t("record.notMerged")} errors={errors} />
      <fieldset>
        <legend className={classes.legend}>{t("record.whichStays")}</legend>
        {[own, other].map((candidate) => (
          <label key={candidate.id} className={classes.choice}>
            <input
              type="radio"
              name="survivor"
              checked={candidate.id === survivorId}
              onChange={() => {
                setSurvivorId(candidate.id);
                setErrors([]);
              }}
            />
            <span>
              <CandidateWords candidate={candidate} />
            </span>
          </label>
        ))}
      </fieldset>
      <div className={classes.preview} aria-live="polite">
        {preview.isPending ? (
          <LoadingRows rows={3} />
        ) : preview.isError ? (
          <p className={classes.conflict}>
            <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
            {problemWords(preview.error)}
          </p>
        ) : (
          <Preview preview={preview.data} />
        )}
      </div>
      <p className={fields.hint}>{t("record.canBeUndone")}</p>
      <div className={classes.actions}>
        <Button onClick={onBack}>{t("record.chooseOther")}</Button>
        <Button type="submit" variant="filled" disabled={!preview.data} loading={merge.isPending}>
          {t("record.merge")}
        </Button>
      </div>
    </form>
  );
}

function Preview({ preview }: { preview: MergePreview }) {
  const { t } = useTranslation();
  const goes = hanging(preview);
  const conflicts = conflictKinds(preview);
  return (
    <>
      <h3>{t("record.goesAlong")}</h3>
      <ul className="num">
        {goes.length === 0 ? (
          <li>{t("record.nothingHangs")}</li>
        ) : (
          goes.map(({ code, count }) => <li key={code}>{t(`record.hanging.${code}`, { count })}</li>)
        )}
      </ul>
      <h3>{t("record.doesNotFit")}</h3>
      <ul>
        {preview.birth_dates_differ && <Misfit>{t("record.birthDatesDiffer")}</Misfit>}
        {conflicts.map(({ kind, count }) => (
          <Misfit key={kind}>{t(`record.conflict.${kind}`, { count })}</Misfit>
        ))}
        {preview.more_conflicts && <Misfit>{t("record.moreConflicts")}</Misfit>}
        {!preview.birth_dates_differ && conflicts.length === 0 && <li>{t("record.allFits")}</li>}
      </ul>
    </>
  );
}

function Misfit({ children }: { children: string }) {
  return (
    <li className={classes.conflict}>
      <IconAlertTriangle size={16} stroke={1.75} aria-hidden />
      {children}
    </li>
  );
}
