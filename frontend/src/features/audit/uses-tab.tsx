import { Button } from "@mantine/core";
import { IconCircleCheck, IconClock, IconLockOpen } from "@tabler/icons-react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";

import type { BreakGlassUse, SignedIn } from "@/api/types";
import { announce } from "@/lib/announce";
import { addTexts, useLanguage } from "@/lib/i18n";
import { formatInstant } from "@/lib/instant";
import { nameOf } from "@/lib/names";
import { useNow } from "@/lib/use-now";
import { Chip } from "@/ui/chip";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";
import { Segments } from "@/ui/segments";

import { AuditHead } from "./audit-head";
import classes from "./audit-page.module.css";
import { usesQuery } from "./queries";
import { type Shown, shows, stateOf } from "./rules";
import { UseDialog } from "./use-dialog";
import usesClasses from "./uses.module.css";
import { en, es } from "./uses-texts";

addTexts("uses", { en, es });

type Props = {
  show: Shown;
  /** The use that is looked at. */
  chosen: string | undefined;
  me: SignedIn;
  timeZone: string;
  onShow: (show: Shown) => void;
  onChoose: (use: string | undefined) => void;
};

/** Restricted records that were opened with a reason: those that wait for a review first. */
export default function UsesTab({ show, chosen, me, timeZone, onShow, onChoose }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <AuditHead tab="restricted" hint={t("uses.hint")} permissions={me.permissions} />
      <div className={usesClasses.bar}>
        <Segments
          label={t("uses.show")}
          value={show}
          options={shows.map((value) => ({ value, label: t(`uses.shows.${value}`) }))}
          onChange={onShow}
        />
      </div>
      <Uses show={show} me={me} timeZone={timeZone} onChoose={onChoose} />
      <UseDialog useId={chosen} me={me} timeZone={timeZone} onClose={() => onChoose(undefined)} />
    </>
  );
}

type UsesProps = Pick<Props, "show" | "me" | "timeZone" | "onChoose">;

function Uses({ show, me, timeZone, onChoose }: UsesProps) {
  const { t } = useTranslation();
  const now = useNow();
  const query = useInfiniteQuery(usesQuery(show));
  const uses = query.data?.pages.flatMap((page) => page.items) ?? [];
  const settled = query.isSuccess && !query.isPlaceholderData;
  useEffect(() => {
    if (settled) announce(t("uses.shown", { count: uses.length }));
  }, [settled, uses.length, t]);
  if (query.isPending) return <LoadingRows rows={10} height={36} />;
  if (query.isError && uses.length === 0) {
    return <ErrorState error={query.error} onRetry={() => void query.refetch()} />;
  }
  if (uses.length === 0) {
    return (
      <EmptyState
        icon={<IconLockOpen size={24} stroke={1.5} aria-hidden />}
        title={t(`uses.empty.${show}`)}
        hint={t("uses.emptyHint")}
      />
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys.
    <section className={classes.scroll} aria-label={t("uses.list")} tabIndex={0}>
      <table className={classes.table} aria-label={t("uses.list")} data-stale={query.isPlaceholderData || undefined}>
        <thead>
          <tr>
            {(["opened", "who", "whose", "why", "state"] as const).map((column) => (
              <th key={column} scope="col">
                {t(`uses.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {uses.map((use) => (
            <UseRow key={use.id} use={use} me={me} now={now} timeZone={timeZone} onChoose={() => onChoose(use.id)} />
          ))}
        </tbody>
      </table>
      <div className={classes.foot}>
        <span className="meta num">
          {t(query.hasNextPage ? "uses.shownMore" : "uses.shown", { count: uses.length })}
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

type RowProps = { use: BreakGlassUse; me: SignedIn; now: Date; timeZone: string; onChoose: () => void };

function UseRow({ use, me, now, timeZone, onChoose }: RowProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const opened = formatInstant(use.opened_at, timeZone, locale);
  const reviews =
    use.finding === null && use.account_id !== me.account.id && me.permissions.includes("break_glass:review");
  const action = t(reviews ? "uses.review" : "uses.details");
  const Icon = use.finding === null ? IconClock : IconCircleCheck;
  return (
    <tr>
      <td className="num">
        {opened}
        <div className="meta">
          {t(`uses.stateOf.${stateOf(use, now)}`, {
            when: formatInstant(use.ended_at ?? use.expires_at, timeZone, locale),
          })}
        </div>
      </td>
      <td>{use.account_name}</td>
      <td>
        <strong>{nameOf(use.participant)}</strong>
      </td>
      <td>
        {t(`restricted.reasonOf.${use.reason}`)}
        <div className={`meta ${usesClasses.said}`}>{use.explanation}</div>
      </td>
      <td>
        <span className={usesClasses.state}>
          <Chip tone={use.finding === null ? "warn" : "plain"} icon={<Icon size={14} stroke={1.75} aria-hidden />}>
            {use.finding === null ? t("uses.waits") : t(`uses.findingOf.${use.finding}`)}
          </Chip>
          <Button
            size="compact-xs"
            aria-label={t("uses.named", { action, name: use.account_name, when: opened })}
            onClick={onChoose}
          >
            {action}
          </Button>
        </span>
      </td>
    </tr>
  );
}
