import { ActionIcon, Button } from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconCheck, IconPencil, IconRefresh } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";

import type { TreatmentTarget } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import classes from "./diaries.module.css";
import { targetsQuery, useChangeTarget, useReopenTarget } from "./queries";
import { byTier } from "./rules";
import { CloseDialog, TargetDialog } from "./target-dialogs";
import { useDiaryProblem } from "./words";

type Props = { participantId: string; mayWrite: boolean };
type Asked = { what: "add" } | { what: "change" | "close"; target: TreatmentTarget; number: number };

/** What treatment works on, the gravest first. The words stay folded until somebody asks for them. */
export function TargetsPanel({ participantId, mayWrite }: Props) {
  const { t } = useTranslation();
  const targets = useQuery(targetsQuery(participantId));
  const change = useChangeTarget(participantId);
  const problem = useDiaryProblem();
  const [asked, setAsked] = useState<Asked | null>(null);
  const tiers = byTier(targets.data ?? []);
  const closed = (targets.data ?? []).filter((one) => one.closed_on !== null);
  const inOrder = tiers.flatMap((one) => one.targets);
  return (
    <Panel
      title={t("diaries.targets.title")}
      hint={t("diaries.targets.hint")}
      actions={mayWrite && <Button onClick={() => setAsked({ what: "add" })}>{t("diaries.targets.add")}</Button>}
    >
      {targets.isPending ? (
        <LoadingRows rows={2} />
      ) : targets.isError && !targets.data ? (
        <ErrorState error={targets.error} onRetry={() => void targets.refetch()} />
      ) : (
        <>
          {tiers.length === 0 && <PanelNote>{t("diaries.targets.none")}</PanelNote>}
          {tiers.map(({ tier, targets: theirs }) => (
            <section key={tier} className={classes.tier} aria-label={t(`diaries.tiers.${tier}`)}>
              <h3>{t(`diaries.tiers.${tier}`)}</h3>
              <ol className={classes.rows}>
                {theirs.map((target, place) => {
                  const number = inOrder.indexOf(target) + 1;
                  const move = (position: number) => change.mutate({ target, body: { position } });
                  return (
                    <TargetRow key={target.id} target={target} number={number}>
                      {mayWrite && (
                        <div className={classes.acts}>
                          <Act label={t("diaries.targets.up", { number })} off={place === 0} onAct={() => move(place)}>
                            <IconArrowUp size={16} stroke={1.75} aria-hidden />
                          </Act>
                          <Act
                            label={t("diaries.targets.down", { number })}
                            off={place === theirs.length - 1}
                            onAct={() => move(place + 2)}
                          >
                            <IconArrowDown size={16} stroke={1.75} aria-hidden />
                          </Act>
                          <Act
                            label={t("diaries.targets.change", { number })}
                            onAct={() => setAsked({ what: "change", target, number })}
                          >
                            <IconPencil size={16} stroke={1.75} aria-hidden />
                          </Act>
                          <Act
                            label={t("diaries.targets.close", { number })}
                            onAct={() => setAsked({ what: "close", target, number })}
                          >
                            <IconCheck size={16} stroke={1.75} aria-hidden />
                          </Act>
                        </div>
                      )}
                    </TargetRow>
                  );
                })}
              </ol>
            </section>
          ))}
          {change.isError && (
            <p className={`${classes.problem} ${classes.inPanel}`} role="alert">
              {problem(change.error)}
            </p>
          )}
          {closed.length > 0 && <Closed participantId={participantId} targets={closed} mayWrite={mayWrite} />}
        </>
      )}
      {asked?.what === "add" && <TargetDialog participantId={participantId} onClose={() => setAsked(null)} />}
      {asked?.what === "change" && (
        <TargetDialog
          participantId={participantId}
          target={asked.target}
          number={asked.number}
          onClose={() => setAsked(null)}
        />
      )}
      {asked?.what === "close" && (
        <CloseDialog
          participantId={participantId}
          target={asked.target}
          number={asked.number}
          onClose={() => setAsked(null)}
        />
      )}
    </Panel>
  );
}

type ActProps = { label: string; off?: boolean; onAct: () => void; children: ReactNode };

/** A button that keeps its focus where it can do no more, so that nobody loses their place. */
function Act({ label, off = false, onAct, children }: ActProps) {
  return (
    <ActionIcon
      aria-label={label}
      title={label}
      {...(off ? { "aria-disabled": true, "data-disabled": true } : {})}
      onClick={() => !off && onAct()}
    >
      {children}
    </ActionIcon>
  );
}

type RowProps = { target: TreatmentTarget; number: number; children: ReactNode };

function TargetRow({ target, number, children }: RowProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  return (
    <li>
      <div>
        <strong className="num">{t("diaries.targets.name", { number })}</strong>{" "}
        <span className="meta num">{t("diaries.targets.since", { date: formatDate(target.opened_on, locale) })}</span>
        <details className={classes.fold}>
          <summary>{t("diaries.targets.words", { number })}</summary>
          <p>{target.words}</p>
        </details>
      </div>
      {children}
    </li>
  );
}

type ClosedProps = Props & { targets: readonly TreatmentTarget[] };

function Closed({ participantId, targets, mayWrite }: ClosedProps) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const reopen = useReopenTarget(participantId);
  return (
    <details className={`${classes.fold} ${classes.inPanel}`}>
      <summary>{t("diaries.targets.closed", { count: targets.length })}</summary>
      <ul className={classes.rows}>
        {targets.map((target) => {
          const date = formatDate(target.closed_on ?? target.opened_on, locale);
          return (
            <li key={target.id}>
              <div>
                <span className="meta num">
                  {target.close_reason &&
                    t("diaries.targets.closedRow", { date, reason: t(`diaries.reasons.${target.close_reason}`) })}
                </span>
                <p>{target.words}</p>
                {target.close_note && <p className="meta">{target.close_note}</p>}
              </div>
              {mayWrite && (
                <Act label={t("diaries.targets.reopen", { date })} onAct={() => reopen.mutate(target)}>
                  <IconRefresh size={16} stroke={1.75} aria-hidden />
                </Act>
              )}
            </li>
          );
        })}
      </ul>
    </details>
  );
}
