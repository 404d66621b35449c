import { Button, Modal } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import type { DuplicateSuggestion } from "@/api/types";
import { knownCandidate } from "@/lib/candidates";
import { useLikenessText, useTelling } from "@/ui/candidate-words";
import dialog from "@/ui/form-dialog.module.css";

import classes from "./new-participant.module.css";

type Props = {
  /** Who is likely the same; nobody closes the question. */
  people: readonly DuplicateSuggestion[];
  onGoOn: () => void;
  onGoBack: () => void;
};

/** Asks once before a second record of one person may be opened, and says why it may be one. */
export function AskDialog({ people, onGoOn, onGoBack }: Props) {
  const { t } = useTranslation();
  const likenessText = useLikenessText();
  const telling = useTelling();
  return (
    <Modal
      opened={people.length > 0}
      onClose={onGoBack}
      title={t("intake.askTitle")}
      size={520}
      closeButtonProps={{ "aria-label": t("state.close") }}
    >
      <ul className={classes.asked}>
        {people.map(knownCandidate).map((person) => (
          <li key={person.id}>
            <p>{t("intake.askOne", { name: person.name, told: telling(person), why: likenessText(person.reasons) })}</p>
            <Link to="/participants/$participantId" params={{ participantId: person.id }}>
              {t("intake.openChartOf", { name: person.name })}
            </Link>
          </li>
        ))}
      </ul>
      <p className={dialog.hint}>{t("intake.askWhy")}</p>
      <div className={dialog.answers}>
        <Button onClick={onGoOn}>{t("intake.goOn")}</Button>
        <Button variant="filled" data-autofocus onClick={onGoBack}>
          {t("intake.goBack")}
        </Button>
      </div>
    </Modal>
  );
}
