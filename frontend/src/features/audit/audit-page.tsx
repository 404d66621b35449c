import { Button } from "@mantine/core";
import { IconCalendarOff, IconHistory, IconUsers } from "@tabler/icons-react";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import { announce } from "@/lib/announce";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";

import { AuditHead } from "./audit-head";
import classes from "./audit-page.module.css";
import { EntryTable } from "./entry-table";
import { Filters } from "./filters";
import { accountsQuery, entriesQuery } from "./queries";
import { type Filter, isFiltered, isReversed } from "./rules";

type EntriesProps = { filter: Filter; timeZone: string; onFilter: (filter: Filter) => void };
type Props = EntriesProps & { permissions: readonly string[] };

/** What an account did. Whose, when and what of it stands in the address. */
export function AuditPage({ filter, timeZone, permissions, onFilter }: Props) {
  const { t } = useTranslation();
  const accounts = useQuery(accountsQuery);
  return (
    <>
      <AuditHead tab="entries" hint={t("audit.hint")} permissions={permissions} />
      {accounts.isPending ? (
        <LoadingRows rows={10} height={36} />
      ) : accounts.isError && !accounts.data ? (
        <ErrorState error={accounts.error} onRetry={() => void accounts.refetch()} />
      ) : accounts.data.length === 0 ? (
        <EmptyState
          icon={<IconUsers size={24} stroke={1.5} aria-hidden />}
          title={t("audit.noAccounts")}
          hint={t("audit.noAccountsHint")}
        />
      ) : (
        <>
          <Filters filter={filter} accounts={accounts.data} onFilter={onFilter} />
          {!filter.account ? (
            <EmptyState
              icon={<IconHistory size={24} stroke={1.5} aria-hidden />}
              title={t("audit.choose")}
              hint={t("audit.chooseHint")}
            />
          ) : isReversed(filter) ? (
            <EmptyState
              icon={<IconCalendarOff size={24} stroke={1.5} aria-hidden />}
              title={t("audit.reversed")}
              action={
                <Button onClick={() => onFilter({ ...filter, from: undefined, to: undefined })}>
                  {t("audit.clear")}
                </Button>
              }
            />
          ) : (
            <Entries accountId={filter.account} filter={filter} timeZone={timeZone} onFilter={onFilter} />
          )}
        </>
      )}
    </>
  );
}

function Entries({ accountId, filter, timeZone, onFilter }: EntriesProps & { accountId: string }) {
  const { t } = useTranslation();
  const query = useInfiniteQuery(entriesQuery(accountId, filter, timeZone));
  const entries = query.data?.pages.flatMap((page) => page.items) ?? [];
  const settled = query.isSuccess && !query.isPlaceholderData;
  useEffect(() => {
    if (settled) announce(t("audit.shown", { count: entries.length }));
  }, [settled, entries.length, t]);
  if (query.isPending) return <LoadingRows rows={10} height={36} />;
  if (query.isError && entries.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (entries.length === 0) {
    return (
      <EmptyState
        icon={<IconHistory size={24} stroke={1.5} aria-hidden />}
        title={t(isFiltered(filter) ? "audit.emptyFiltered" : "audit.empty")}
        {...(isFiltered(filter) ? {} : { hint: t("audit.emptyHint") })}
        action={
          isFiltered(filter) ? (
            <Button onClick={() => onFilter({ account: accountId })}>{t("audit.clear")}</Button>
          ) : undefined
        }
      />
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys.
    <section className={classes.scroll} aria-label={t("audit.entries")} tabIndex={0}>
      <EntryTable entries={entries} timeZone={timeZone} stale={query.isPlaceholderData} />
      <div className={classes.foot}>
        <span className="meta num">
          {t(query.hasNextPage ? "audit.shownMore" : "audit.shown", { count: entries.length })}
        </span>
        {query.hasNextPage && (
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            {t("state.more")}
          </Button>
        )}
        {query.isFetchNextPageError && <span role="alert">{t("state.failed")}</span>}
      </div>
    </section>
  );
}
