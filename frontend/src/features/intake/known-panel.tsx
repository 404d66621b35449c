import { Button } from "@mantine/core";
import { IconAlertTriangle, IconUserQuestion } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useId, useMemo, useRef } from "react";
import { useTranslation } from "react-i18next";

import type { DuplicateQuestion, DuplicateSuggestion } from "@/api/types";
import { announce } from "@/lib/announce";
import { knownCandidate } from "@/lib/candidates";
import { useDebounced } from "@/lib/use-debounced";
import { useLikenessText, useTelling } from "@/ui/candidate-words";
import { Chip } from "@/ui/chip";
import { useProblemText } from "@/ui/problem-text";

import classes from "./known-panel.module.css";
import { knownQuery } from "./queries";

const PAUSE_MILLISECONDS = 400;

type Props = {
  question: DuplicateQuestion | null;
  /** The record that is open already: it would be found too. */
  without: string | undefined;
};

/** Who may be the person that is typed, while they are typed. The number is said to who listens, the names are not. */
export function KnownPanel({ question, without }: Props) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const heading = useId();
  // As text: a question is a new object at each letter.
  const settled = useDebounced(JSON.stringify(question), PAUSE_MILLISECONDS);
  const asked = useMemo(() => JSON.parse(settled) as DuplicateQuestion | null, [settled]);
  const known = useQuery(knownQuery(asked));
  const found = asked ? (known.data ?? []).filter(({ record }) => record.id !== without) : [];
  const answered = asked !== null && known.isSuccess && !known.isPlaceholderData;

  const ids = found.map(({ record }) => record.id).join(" ");
  const said = useRef("");
  useEffect(() => {
    if (!answered || said.current === ids) return;
    said.current = ids;
    announce(ids === "" ? t("intake.noMore") : t("intake.mayBeSame", { count: ids.split(" ").length }));
  }, [answered, ids, t]);

  return (
    <section className={classes.known} aria-labelledby={heading} data-found={found.length > 0 || undefined}>
      <h2 id={heading}>{found.length > 0 ? t("intake.mayBeSame", { count: found.length }) : t("intake.known")}</h2>
      {known.isError && asked ? (
        <div role="alert" className={classes.hint}>
          <p>
            {t("intake.knownFailed")} {problemText(known.error)}
          </p>
          <Button onClick={() => void known.refetch()}>{t("state.retry")}</Button>
        </div>
      ) : found.length > 0 ? (
        <>
          <ul className={classes.people} data-stale={known.isPlaceholderData || undefined}>
            {found.map((one) => (
              <KnownPerson key={one.record.id} found={one} />
            ))}
          </ul>
          <p className={classes.hint}>{t("intake.draftStays")}</p>
        </>
      ) : (
        <p className={classes.hint}>{t(answered ? "intake.knownNobody" : "intake.knownHint")}</p>
      )}
    </section>
  );
}

function KnownPerson({ found }: { found: DuplicateSuggestion }) {
  const { t } = useTranslation();
  const likenessText = useLikenessText();
  const telling = useTelling();
  const person = knownCandidate(found);
  return (
    <li>
      <div className={classes.name}>
        <strong>{person.name}</strong>
        <LikelihoodChip likelihood={found.likelihood} />
      </div>
      <p className="meta num">
        {[telling(person), found.record.status === "inactive" && t("intake.statusInactive")]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p className={classes.why}>{likenessText(person.reasons)}</p>
      <Link
        to="/participants/$participantId"
        params={{ participantId: person.id }}
        aria-label={t("intake.openChartOf", { name: person.name })}
      >
        {t("intake.openChart")}
      </Link>
    </li>
  );
}

/** How likely two records are one person's, with an icon and words. */
export function LikelihoodChip({ likelihood }: Pick<DuplicateSuggestion, "likelihood">) {
  const { t } = useTranslation();
  const likely = likelihood === "likely";
  const Icon = likely ? IconAlertTriangle : IconUserQuestion;
  return (
    <Chip tone={likely ? "warn" : "plain"} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {t(`intake.likelihood.${likelihood}`)}
    </Chip>
  );
}
