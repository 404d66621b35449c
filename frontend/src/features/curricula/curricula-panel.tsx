import { Button } from "@mantine/core";
import { IconCircleMinus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { useTherapyWords } from "@/api/therapy-words";

import { Chip } from "@/ui/chip";
import { ListPanel, NoRows } from "@/ui/list-panel";
import { ErrorState, LoadingRows } from "@/ui/page";
import classes from "./curriculum.module.css";
import { CurriculumEditor } from "./curriculum-editor";
import { curriculaQuery } from "./queries";

/** What a program teaches topic by topic: shipped curricula it took over, and its own. */
export function CurriculaPanel({ programId, mayWrite }: { programId: string; mayWrite: boolean }) {
  const { t } = useTranslation();
  const query = useQuery(curriculaQuery(programId));
  const [open, setOpen] = useState<string | null>(null);
  const own = query.data ?? [];
  const words = useTherapyWords();
  return (
    <ListPanel
      title={t("curricula.own.title")}
      actions={mayWrite && query.data && <Button onClick={() => setOpen("new")}>{t("curricula.own.create")}</Button>}
    >
      {!query.data ? (
        query.isPending ? (
          <LoadingRows rows={2} height={36} />
        ) : (
          <ErrorState error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : own.length === 0 ? (
        <NoRows>{t("curricula.own.none")}</NoRows>
      ) : (
        <ul className={classes.list}>
          {own.map((one) => (
            <li key={one.id}>
              <div>
                <strong>{words(one.name)}</strong>
                <span className="meta">
                  {words(one.modality_name)} · {t("curricula.own.count", { count: one.topics.length })}
                </span>
              </div>
              {!one.active && (
                <Chip icon={<IconCircleMinus size={14} stroke={1.75} aria-hidden />}>{t("curricula.own.retired")}</Chip>
              )}
              {mayWrite && (
                <Button
                  aria-label={t("curricula.own.editNamed", { name: words(one.name) })}
                  onClick={() => setOpen(one.id)}
                >
                  {t("curricula.own.edit")}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayWrite && (
        <CurriculumEditor
          programId={programId}
          curriculum={own.find((one) => one.id === open) ?? null}
          own={own}
          opened={open !== null}
          onClose={() => setOpen(null)}
        />
      )}
    </ListPanel>
  );
}
