import { Button } from "@mantine/core";
import { IconArrowsLeftRight, IconCircleCheck, IconUsersGroup } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useId, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { DuplicatePair } from "@/api/types";
import { announce } from "@/lib/announce";
import { type Candidate, knownCandidate } from "@/lib/candidates";
import { useLikenessText, useTelling } from "@/ui/candidate-words";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import classes from "./duplicates-page.module.css";
import { LikelihoodChip } from "./known-panel";
import { useApartProblem } from "./problem-words";
import { pairsQuery, useTellApart } from "./queries";
import { pairKey } from "./rules";

type Props = { mayMerge: boolean; onLeave: () => void };

/** Records that may be one person's, to be compared or told apart. */
export function DuplicatesPage({ mayMerge, onLeave }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t("intake.duplicates")} />
      {mayMerge ? (
        <Pairs />
      ) : (
        <EmptyState
          icon={<IconUsersGroup size={24} stroke={1.5} aria-hidden />}
          title={t("intake.duplicatesForbidden")}
          hint={t("intake.duplicatesForbiddenHint")}
          action={<Button onClick={onLeave}>{t("intake.toParticipants")}</Button>}
        />
      )}
    </>
  );
}

function Pairs() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(pairsQuery);
  const pairs = query.data?.pages.flatMap((page) => page.items) ?? [];
  if (query.isPending) return <LoadingRows rows={6} height={88} />;
  if (query.isError && pairs.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (pairs.length === 0) {
    return (
      <EmptyState
        icon={<IconUsersGroup size={24} stroke={1.5} aria-hidden />}
        title={t("intake.noPairs")}
        hint={t("intake.noPairsHint")}
      />
    );
  }
  return (
    <div className={classes.body}>
      <p className={classes.hint}>{t("intake.duplicatesHint")}</p>
      <ul className={classes.list}>
        {pairs.map((pair) => (
          <PairRow key={pairKey(pair)} pair={pair} />
        ))}
      </ul>
      {query.hasNextPage && (
        <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("state.more")}
        </Button>
      )}
    </div>
  );
}

/** One pair. Once told apart it stays where it was until the page is left, so that it can be taken back. */
function PairRow({ pair }: { pair: DuplicatePair }) {
  const { t } = useTranslation();
  const problemWords = useApartProblem();
  const likenessText = useLikenessText();
  const heading = useId();
  const { tell, takeBack } = useTellApart();
  const [distinction, setDistinction] = useState<string | null>(null);
  const first = knownCandidate({ ...pair, record: pair.first });
  const second = knownCandidate({ ...pair, record: pair.second });
  const names = { first: first.name, second: second.name };

  // The button that was pressed goes; the other one takes its place.
  const focused = useRef<HTMLButtonElement>(null);
  const before = useRef(distinction);
  useEffect(() => {
    if (before.current !== distinction) focused.current?.focus();
    before.current = distinction;
  }, [distinction]);

  const tellApart = () => {
    takeBack.reset();
    tell.mutate(
      { first_participant_id: first.id, second_participant_id: second.id },
      {
        onSuccess: ({ id }) => {
          setDistinction(id);
          announce(t("intake.toldApartSaid", names));
        },
      },
    );
  };
  const undo = () => {
    if (distinction === null) return;
    tell.reset();
    takeBack.mutate(distinction, {
      onSuccess: () => {
        setDistinction(null);
        announce(t("intake.undone", names));
      },
    });
  };
  const error = tell.error ?? takeBack.error;

  return (
    <li className={classes.pair} aria-labelledby={heading} data-apart={distinction !== null || undefined}>
      <h2 id={heading} className="unseen">
        {t("intake.pair", names)}
      </h2>
      <div className={classes.records}>
        <RecordWords record={first} />
        <IconArrowsLeftRight className={classes.between as string} size={16} stroke={1.75} aria-hidden />
        <RecordWords record={second} />
      </div>
      <div className={classes.reason}>
        <LikelihoodChip likelihood={pair.likelihood} />
        <p className={classes.why}>{likenessText(pair.reasons)}</p>
      </div>
      <div className={classes.actions}>
        {distinction === null ? (
          <>
            <Button
              renderRoot={(props) => (
                <Link
                  to="/participants/$participantId"
                  params={{ participantId: first.id }}
                  search={{ tab: "record", merge: second.id }}
                  state={{ opened: true }}
                  {...props}
                />
              )}
              aria-label={t("intake.comparePair", names)}
            >
              {t("intake.compare")}
            </Button>
            <Button
              ref={focused}
              variant="subtle"
              loading={tell.isPending}
              aria-label={t("intake.notSamePair", names)}
              onClick={tellApart}
            >
              {t("intake.notSame")}
            </Button>
          </>
        ) : (
          <>
            <span className={classes.apart}>
              <IconCircleCheck size={16} stroke={1.75} aria-hidden />
              {t("intake.toldApart")}
            </span>
            <Button ref={focused} loading={takeBack.isPending} aria-label={t("intake.undoPair", names)} onClick={undo}>
              {t("intake.undo")}
            </Button>
          </>
        )}
      </div>
      {error && (
        <p className={classes.problem} role="alert">
          {problemWords(error)}
        </p>
      )}
    </li>
  );
}

function RecordWords({ record }: { record: Candidate }) {
  const telling = useTelling();
  return (
    <div className={classes.record}>
      <Link to="/participants/$participantId" params={{ participantId: record.id }}>
        {record.name}
      </Link>
      <div className="meta num">{telling(record)}</div>
    </div>
  );
}
