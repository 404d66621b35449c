// biome-ignore-all lint/a11y/useSemanticElements: rows placed by hand are no table to a browser without these roles.
// biome-ignore-all lint/a11y/useFocusableInteractive: rows of a static table take no focus.
import { Button, CloseButton, NativeSelect, TextInput } from "@mantine/core";
import {
  IconArrowMerge,
  IconCircleCheck,
  IconCircleMinus,
  IconFileX,
  IconSearch,
  IconUsers,
} from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { memo, type ReactNode, useCallback, useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";

import type { ParticipantStatus, ParticipantSummary } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { legalName, nameOf } from "@/lib/names";
import { searchOf } from "@/lib/person-search";
import { ageOn, formatDate } from "@/lib/time";
import { useDebounced } from "@/lib/use-debounced";
import { Chip } from "@/ui/chip";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";

import classes from "./participants-page.module.css";
import { participantsQuery } from "./queries";
import { beginsWith, statuses } from "./rules";

type Props = {
  today: string;
  /** Whether the reader may know where people take part; who may not is shown no empty columns for it. */
  places: boolean;
  mayCreate: boolean;
  mayMerge: boolean;
  status: ParticipantStatus | undefined;
  onStatus: (status: ParticipantStatus | undefined) => void;
  /** What is offered beside an answer of nobody, to who may look further. */
  beyond?: (typed: string) => ReactNode;
};

/** Everyone this person may see, found by a few letters. The text stays on this page and in no address. */
export function ParticipantsPage({ today, places, mayCreate, mayMerge, status, onStatus, beyond }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState("");
  const asked = useDebounced(typed, 200);
  const search = searchOf(asked);
  const query = useInfiniteQuery(participantsQuery({ status, search }));
  const all = useMemo(() => query.data?.pages.flatMap((page) => page.items) ?? [], [query.data]);
  // A search answers for every status; the filter holds for what it found.
  const people = useMemo(
    () => (search && status ? all.filter((person) => person.status === status) : all),
    [all, search, status],
  );
  // Of those in sight it can be said at once who fits; where that is nobody, the answer is waited for.
  const waiting = typed.trim() !== "" && (query.isPlaceholderData || typed !== asked);
  const atOnce = useMemo(() => (waiting ? people.filter(beginsWith(typed)) : []), [waiting, people, typed]);
  const { fetchNextPage } = query;
  const more = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const { hasNextPage, isPlaceholderData } = query;
  const found = useMemo(
    () =>
      atOnce.length > 0
        ? { people: atOnce, stale: false, hasMore: false }
        : { people, stale: isPlaceholderData, hasMore: hasNextPage },
    [atOnce, people, isPlaceholderData, hasNextPage],
  );
  // The letter that was typed is seen first; the list follows, and is dropped where another letter overtakes it.
  const before = useDeferredValue(found);
  const shown = before.people.length > 0 ? before : found;
  const settled = query.isSuccess && !query.isPlaceholderData;

  // The filter sees what is loaded: while it leaves nobody and there is more, it is too early to say that nobody matches.
  const looking = people.length === 0 && all.length > 0 && hasNextPage;
  useEffect(() => {
    if (looking && !query.isFetchingNextPage && !query.isError) more();
  }, [looking, query.isFetchingNextPage, query.isError, more]);

  useEffect(() => {
    if (settled && search) announce(t("participants.shown", { count: people.length }));
  }, [settled, search, people.length, t]);

  return (
    <div className={classes.page}>
      <PageHead
        title={t("participants.title")}
        actions={
          <>
            <TextInput
              className={classes.search as string}
              aria-label={t("participants.search")}
              placeholder={t("participants.search")}
              title={t("participants.searchHint")}
              leftSection={<IconSearch size={16} stroke={1.75} aria-hidden />}
              rightSection={
                typed && <CloseButton size="sm" aria-label={t("participants.clear")} onClick={() => setTyped("")} />
              }
              value={typed}
              maxLength={100}
              autoComplete="off"
              spellCheck={false}
              onChange={(event) => setTyped(event.target.value)}
            />
            <NativeSelect
              aria-label={t("participants.status")}
              value={status ?? ""}
              onChange={(event) => onStatus(statuses.find((one) => one === event.target.value))}
            >
              <option value="">{t("participants.allStatuses")}</option>
              {statuses.map((one) => (
                <option key={one} value={one}>
                  {t(`participants.statusOf.${one}`)}
                </option>
              ))}
            </NativeSelect>
            {mayMerge && (
              <Button renderRoot={(props) => <Link to="/participants/duplicates" {...props} />}>
                {t("participants.duplicates")}
              </Button>
            )}
            {mayCreate && (
              <Button variant="filled" renderRoot={(props) => <Link to="/participants/new" {...props} />}>
                {t("participants.add")}
              </Button>
            )}
          </>
        }
      />
      {query.isPending || (looking && !query.isError) ? (
        <LoadingRows rows={10} height={36} />
      ) : query.isError && all.length === 0 ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : people.length === 0 ? (
        <EmptyState
          icon={<IconUsers size={24} stroke={1.5} aria-hidden />}
          title={t(search || status ? "participants.noMatch" : "participants.empty")}
          hint={t(search || status ? "participants.noMatchHint" : "participants.emptyHint")}
          action={
            search || status ? (
              <div className={classes.ways}>
                <Button
                  onClick={() => {
                    setTyped("");
                    onStatus(undefined);
                  }}
                >
                  {t("week.clear")}
                </Button>
                {search && settled && beyond?.(typed)}
              </div>
            ) : undefined
          }
        />
      ) : (
        <PeopleTable {...shown} today={today} places={places} loadingMore={query.isFetchingNextPage} onMore={more} />
      )}
    </div>
  );
}

type TableProps = {
  people: ParticipantSummary[];
  today: string;
  places: boolean;
  stale: boolean;
  hasMore: boolean;
  loadingMore: boolean;
  onMore: () => void;
};

/**
 * Only the rows in sight are in the page, so that five hundred scroll as well as ten. Typing in the search draws none of
 * them anew until it brings other people.
 */
const PeopleTable = memo(function PeopleTable(props: TableProps) {
  const { people, today, places, stale, hasMore, loadingMore, onMore } = props;
  const { t } = useTranslation();
  const columns = (["name", "mrn", "born", "program", "cohort", "status"] as const).filter(
    (column) => places || (column !== "program" && column !== "cohort"),
  );
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: people.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 53,
    overscan: 12,
    getItemKey: (index) => people[index]?.id ?? index,
    initialRect: { width: 1000, height: 800 },
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => {
    if (hasMore && !loadingMore && last >= people.length - 15) onMore();
  }, [hasMore, loadingMore, last, people.length, onMore]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys.
    <section ref={scroll} className={classes.scroll} tabIndex={0} aria-label={t("participants.title")}>
      <div
        role="table"
        className={places ? classes.withPlaces : undefined}
        aria-label={t("participants.title")}
        aria-rowcount={hasMore ? -1 : people.length + 1}
      >
        <div role="row" aria-rowindex={1} className={`${classes.row} ${classes.header}`}>
          {columns.map((column) => (
            <span key={column} role="columnheader">
              {t(`participants.${column}`)}
            </span>
          ))}
        </div>
        <div
          role="rowgroup"
          className={`${classes.body} ${stale ? classes.stale : ""}`}
          style={{ height: virtual.getTotalSize() }}
        >
          {items.map((item) => {
            const person = people[item.index];
            return (
              person && (
                <div
                  key={item.key}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  role="row"
                  aria-rowindex={item.index + 2}
                  className={classes.row}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <PersonCells person={person} today={today} places={places} />
                </div>
              )
            );
          })}
        </div>
      </div>
      <div className={classes.foot}>
        <span className="meta num">
          {t(hasMore ? "participants.shownMore" : "participants.shown", { count: people.length })}
        </span>
        {hasMore && (
          <Button loading={loadingMore} onClick={onMore}>
            {t("state.more")}
          </Button>
        )}
      </div>
    </section>
  );
});

const statusIcons = {
  active: IconCircleCheck,
  inactive: IconCircleMinus,
  merged: IconArrowMerge,
  entered_in_error: IconFileX,
};

type PersonProps = { person: ParticipantSummary; today: string; places: boolean };

const PersonCells = memo(function PersonCells({ person, today, places }: PersonProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const legal = legalName(person);
  const Icon = statusIcons[person.status];
  return (
    <>
      <span role="cell" className={classes.name}>
        <Link
          to="/participants/$participantId"
          params={{ participantId: person.id }}
          className={classes.chart as string}
        >
          {nameOf(person)}
        </Link>{" "}
        {person.pronouns && <span>{person.pronouns}</span>}
        {legal && <div className="meta">{t("participants.legal", { name: legal })}</div>}
      </span>
      <span role="cell" className="num">
        {person.mrn}
      </span>
      <span role="cell" className="num">
        {person.birth_date && (
          <>
            {formatDate(person.birth_date, locale)}{" "}
            <span className="meta">{t("participants.age", { age: ageOn(person.birth_date, today) })}</span>
          </>
        )}
      </span>
      {places && (
        <>
          <span role="cell">{person.program_name}</span>
          <span role="cell">{person.cohort_name}</span>
        </>
      )}
      <span role="cell">
        {/* What nearly everybody is needs no mark. */}
        {person.status === "active" ? (
          <span className="meta">{t("participants.statusOf.active")}</span>
        ) : (
          <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>{t(`participants.statusOf.${person.status}`)}</Chip>
        )}
      </span>
    </>
  );
});
