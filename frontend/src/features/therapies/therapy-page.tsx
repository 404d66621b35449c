import { Button } from "@mantine/core";
import { IconBooks, IconChevronLeft, IconPencil } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { versionsQuery } from "@/api/catalogue";
import { staffNamesQuery } from "@/api/clinic";
import { hasStatus } from "@/api/problem";
import { useKeptWords, useTherapyWords } from "@/api/therapy-words";
import type { Modality } from "@/api/types";
import { announce } from "@/lib/announce";
import { useLanguage } from "@/lib/i18n";
import { formatMoment } from "@/lib/time";
import { EmptyState, ErrorState, LoadingRows, PageHead } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";
import { useProblemText } from "@/ui/problem-text";

import { CompletionPanel, DosePanel, MeasuresPanel } from "./protocol-panels";
import { therapyQuery, useAdaptTherapy } from "./queries";
import { sourceOf } from "./rules";
import classes from "./therapies.module.css";
import { ActiveChip, Dose } from "./therapies-page";
import { TherapyEditor } from "./therapy-editor";

type Props = { id: string; editing: boolean; mayWrite: boolean; onEdit: (editing: boolean) => void };

/** One therapy: how it is given, and the versions of that. */
export function TherapyPage({ id, editing, mayWrite, onEdit }: Props) {
  const { t } = useTranslation();
  const query = useQuery(therapyQuery(id));
  const therapy = query.data;
  const words = useTherapyWords();
  const { awaited } = useKeptWords();
  if (!therapy) {
    return (
      <>
        <PageHead title={t("therapies.title")} />
        {query.isPending ? (
          <LoadingRows rows={8} height={48} />
        ) : hasStatus(query.error, 404) || hasStatus(query.error, 422) ? (
          <EmptyState
            icon={<IconBooks size={24} stroke={1.5} aria-hidden />}
            title={t("therapies.notFound")}
            hint={t("therapies.notFoundHint")}
            action={
              <Button component={Link} to="/therapies">
                {t("therapies.toTherapies")}
              </Button>
            }
          />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )}
      </>
    );
  }
  if (editing && mayWrite) {
    // What is typed before the words are here would be lost.
    if (awaited) return <LoadingRows rows={6} />;
    return (
      <TherapyEditor
        therapy={therapy}
        onSaved={(saved) => {
          announce(t("therapies.saved", { name: words(saved.name) }));
          onEdit(false);
        }}
        onCancel={() => onEdit(false)}
      />
    );
  }
  return <Shown therapy={words(therapy)} mayWrite={mayWrite} onEdit={() => onEdit(true)} />;
}

/** Adds a therapy of the organization's own. */
export function NewTherapyPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <TherapyEditor
      therapy={null}
      onSaved={(saved) => {
        announce(t("therapies.saved", { name: saved.name }));
        void navigate({ to: "/therapies/$modalityId", params: { modalityId: saved.id }, replace: true });
      }}
      onCancel={() => void navigate({ to: "/therapies" })}
    />
  );
}

type ShownProps = { therapy: Modality; mayWrite: boolean; onEdit: () => void };

function Shown({ therapy, mayWrite, onEdit }: ShownProps) {
  const { t } = useTranslation();
  const problemText = useProblemText();
  const adapt = useAdaptTherapy(therapy);
  const { active, version } = therapy;
  return (
    <>
      <PageHead
        title={therapy.name}
        actions={
          mayWrite && (
            <>
              <Button
                loading={adapt.isPending}
                onClick={() =>
                  adapt.mutate(
                    { body: { active: !active }, version },
                    { onError: (error) => announce(problemText(error)) },
                  )
                }
              >
                {t(active ? "therapies.retire" : "therapies.restore")}
              </Button>
              <Button
                variant="filled"
                leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />}
                onClick={onEdit}
              >
                {t("therapies.edit")}
              </Button>
            </>
          )
        }
      >
        <Link to="/therapies" activeOptions={{ exact: true }} className={classes.back as string}>
          <IconChevronLeft size={16} stroke={1.75} aria-hidden />
          {t("therapies.back")}
        </Link>
        <ActiveChip active={active} />
      </PageHead>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keys. */}
      <section className={classes.panes} tabIndex={0} aria-label={therapy.name}>
        <div className={classes.side}>
          <Panel title={t("therapies.version", { version: therapy.protocol_version })}>
            <div className={classes.about}>
              {therapy.description && <p>{therapy.description}</p>}
              <p className="meta num">
                {t(`therapies.source.${sourceOf(therapy)}`)} · <Dose therapy={therapy} />
              </p>
            </div>
          </Panel>
          <Protocol therapy={therapy} />
          <CompletionPanel therapy={therapy} />
        </div>
        <div className={classes.side}>
          <DosePanel therapy={therapy} />
          <MeasuresPanel therapy={therapy} />
          <Versions therapy={therapy} />
          {therapy.sources.length > 0 && (
            <Panel title={t("therapies.sources")}>
              <ul className={classes.list}>
                {therapy.sources.map((source) => (
                  <li key={source}>{source}</li>
                ))}
              </ul>
            </Panel>
          )}
        </div>
      </section>
    </>
  );
}

/** Its parts as they hold now. */
function Protocol({ therapy }: { therapy: Modality }) {
  const { t } = useTranslation();
  const shown = {
    phases: therapy.phases.map(({ key, name }) => ({ key, name, more: "" })),
    modules: therapy.modules.map(({ key, name, skills }) => ({
      key,
      name,
      more: skills.map((skill) => skill.name).join(", "),
    })),
    records: therapy.records.map(({ key, name, kind, least, most, scope }) => ({
      key,
      name,
      more: [
        kind === "scale" ? t("therapies.range", { least, most }) : t(`therapies.kinds.${kind}`),
        t(`protocol.scopes.${scope}`),
      ].join(" · "),
    })),
    homework_kinds: therapy.homework_kinds.map(({ key, name }) => ({ key, name, more: "" })),
    fidelity_items: therapy.fidelity_items.map(({ key, name }) => ({ key, name, more: "" })),
  };
  const parts = Object.entries(shown).filter(([, rows]) => rows.length > 0);
  if (parts.length === 0) return <PanelNote>{t("therapies.nothing")}</PanelNote>;
  return parts.map(([part, rows]) => (
    <Panel key={part} title={t(`therapies.parts.${part as keyof typeof shown}`)}>
      <ol className={classes.list} data-numbered={part === "phases" || undefined}>
        {rows.map(({ key, name, more }) => (
          <li key={key}>
            {name}
            {more && <div className="meta num">{more}</div>}
          </li>
        ))}
      </ol>
    </Panel>
  ));
}

/** What was published, by whom and why, the newest first. */
function Versions({ therapy }: { therapy: Modality }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const versions = useQuery(versionsQuery(therapy.id));
  const names = useQuery(staffNamesQuery);
  return (
    <Panel title={t("therapies.versions.title")} hint={t("therapies.versions.hint")}>
      {versions.isPending ? (
        <LoadingRows rows={2} />
      ) : versions.isError && !versions.data ? (
        <ErrorState error={versions.error} onRetry={() => void versions.refetch()} />
      ) : (
        <ol className={classes.list}>
          {versions.data.map((one) => {
            const name = one.published_by && names.data?.get(one.published_by);
            return (
              <li key={one.number}>
                <strong className="num">{t("therapies.version", { version: one.number })}</strong>
                <div className="meta num">
                  {[
                    one.number === 1 && therapy.source === "shipped"
                      ? t("therapies.versions.shipped")
                      : t("therapies.versions.published", { date: formatMoment(new Date(one.published_at), locale) }),
                    name && t("therapies.versions.by", { name }),
                    one.number === therapy.protocol_version && t("therapies.versions.now"),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </div>
                {one.note && <div>{one.note}</div>}
              </li>
            );
          })}
        </ol>
      )}
    </Panel>
  );
}
