import { Button, Modal } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Participant } from "@/api/types";
import type { Candidate } from "@/lib/candidates";
import { Panel, PanelNote } from "@/ui/panel";

import { ChooseCandidate } from "./choose-candidate";
import { MergeReview } from "./merge-review";

type Props = { person: Participant; maySuggest: boolean };

/** Two records of one person become one to read: nothing moves, so that it can be undone. */
export function MergePanel({ person, maySuggest }: Props) {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  const [other, setOther] = useState<Candidate | null>(null);
  const close = () => {
    setOpened(false);
    setOther(null);
  };
  return (
    <Panel
      title={t("record.duplicates")}
      actions={<Button onClick={() => setOpened(true)}>{t("record.findDuplicates")}</Button>}
    >
      <PanelNote>{t("record.duplicatesHint")}</PanelNote>
      <Modal
        opened={opened}
        onClose={close}
        title={t(other ? "record.mergeTitle" : "record.findDuplicates")}
        size={560}
        closeButtonProps={{ "aria-label": t("state.close") }}
      >
        {!opened ? null : other ? (
          <MergeReview person={person} other={other} onBack={() => setOther(null)} onClose={close} />
        ) : (
          <ChooseCandidate person={person} maySuggest={maySuggest} onChoose={setOther} />
        )}
      </Modal>
    </Panel>
  );
}
