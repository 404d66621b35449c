import { Button, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Participant } from "@/api/types";
import type { Candidate } from "@/lib/candidates";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import { ChooseCandidate } from "./choose-candidate";
import { MergeReview } from "./merge-review";
import { comparedQuery } from "./queries";

type Props = {
  person: Participant;
  maySuggest: boolean;
  /** The other record where the address names it, as from a list of pairs. */
  comparedWith: string | undefined;
  onCompared: () => void;
};

/** Two records of one person become one to read: nothing moves, so that it can be undone. */
export function MergePanel({ person, maySuggest, comparedWith, onCompared }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [other, setOther] = useState<Candidate | null>(null);
  const named = comparedWith === person.id ? undefined : comparedWith;
  const close = () => {
    setOpened(false);
    setOther(null);
    if (named) onCompared();
  };
  return (
    <Panel
      title={t("record.duplicates")}
      actions={<Button onClick={() => setOpened(true)}>{t("record.findDuplicates")}</Button>}
    >
      <PanelNote>{t("record.duplicatesHint")}</PanelNote>
      <Modal
        opened={opened || named !== undefined}
        onClose={close}
        title={t(other || named ? "record.mergeTitle" : "record.findDuplicates")}
        size={560}
        closeButtonProps={{ "aria-label": t("state.close") }}
      >
        {named !== undefined ? (
          <Compared person={person} otherId={named} onClose={close} />
        ) : !opened ? null : other ? (
          <MergeReview person={person} other={other} onBack={() => setOther(null)} onClose={close} />
        ) : (
          <ChooseCandidate person={person} maySuggest={maySuggest} onChoose={setOther} />
        )}
      </Modal>
    </Panel>
  );
}

/** Leads back to where the other record was chosen, as closing does. */
function Compared({ person, otherId, onClose }: { person: Participant; otherId: string; onClose: () => void }) {
  const other = useQuery(comparedQuery(otherId));
  if (other.isPending) return <LoadingRows rows={3} />;
  if (other.isError) return <ErrorState error={other.error} onRetry={() => void other.refetch()} />;
  return <MergeReview person={person} other={other.data} onBack={onClose} onClose={onClose} />;
}
