import { Button } from "@mantine/core";
import { IconBooks, IconCircleCheck, IconCircleMinus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { useModalities } from "@/api/therapy-words";
import type { Modality } from "@/api/types";
import { Chip } from "@/ui/chip";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";
import { Row, RowList } from "@/ui/row-list";

import { sourceOf, usualSessions } from "./rules";
import classes from "./therapies.module.css";

/** Every therapy that the organization offers, and which version of it holds. */
export function TherapiesPage({ mayWrite }: { mayWrite: boolean }) {
  const { t } = useTranslation();
  const query = useModalities();
  const create = mayWrite ? (
    <Button variant="filled" component={Link} to="/therapies/new">
      {t("therapies.create")}
    </Button>
  ) : undefined;
  return (
    <>
      <PageHead title={t("therapies.title")} actions={query.data?.length ? create : undefined} />
      {query.isPending ? (
        <LoadingRows rows={8} height={48} />
      ) : query.isError && !query.data ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : query.data.length === 0 ? (
        <EmptyState
          icon={<IconBooks size={24} stroke={1.5} aria-hidden />}
          title={t("therapies.empty")}
          action={create}
        />
      ) : (
        <RowList columns={classes.columns}>
          {query.data.map((therapy) => (
            <TherapyRow key={therapy.id} therapy={therapy} />
          ))}
        </RowList>
      )}
    </>
  );
}

function TherapyRow({ therapy }: { therapy: Modality }) {
  const { t } = useTranslation();
  const { phases, modules } = therapy;
  const source = sourceOf(therapy);
  const family = t(`therapies.families.${therapy.family}`);
  // "Family · Family" says one thing twice.
  const doubled = family.toLowerCase().startsWith(therapy.short_name.toLowerCase());
  return (
    <Row
      link={
        <Link to="/therapies/$modalityId" params={{ modalityId: therapy.id }}>
          {therapy.name}
        </Link>
      }
      hint={doubled ? family : `${therapy.short_name} · ${family}`}
    >
      <span className="num">
        <Dose therapy={therapy} />
      </span>
      <span className="num">
        {[
          phases.length > 0 && t("therapies.count.phases", { count: phases.length }),
          modules.length > 0 && t("therapies.count.modules", { count: modules.length }),
        ]
          .filter(Boolean)
          .join(", ")}
      </span>
      <span className="num">
        {source !== "shipped" && `${t("therapies.version", { version: therapy.protocol_version })} `}
        <span className="meta">{t(`therapies.source.${source}`)}</span>
      </span>
      {/* What is in use is the rule, and not said of each. */}
      <span>{!therapy.active && <ActiveChip active={false} />}</span>
    </Row>
  );
}

/** How many sessions its courses have: those that are set, or those that are usual. */
export function Dose({ therapy }: { therapy: Modality }) {
  const { t } = useTranslation();
  if (therapy.planned_sessions !== null) return t("therapies.sessions", { count: therapy.planned_sessions });
  const usual = usualSessions(therapy);
  if (!usual) return t("therapies.open");
  return usual.least === usual.most
    ? t("therapies.usuallyOne", { count: usual.most })
    : t("therapies.usually", { least: usual.least, most: usual.most });
}

export function ActiveChip({ active }: { active: boolean }) {
  const { t } = useTranslation();
  const Icon = active ? IconCircleCheck : IconCircleMinus;
  return (
    <Chip icon={<Icon size={14} stroke={1.75} aria-hidden />}>
      {t(active ? "therapies.active" : "therapies.inactive")}
    </Chip>
  );
}
