import { ActionIcon, Button } from "@mantine/core";
import { IconPencil } from "@tabler/icons-react";
import { memo, useId, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import { useModalities, useTherapyWords } from "@/api/therapy-words";
import type { Modality, RosterDelivery, RosterRow, SessionCard } from "@/api/types";
import { nameOf } from "@/lib/names";
import { useLater } from "@/ui/use-later";

import { Exceptions, ExceptionsButton } from "./delivery-exceptions";
import classes from "./delivery-strip.module.css";
import { differing, skillNames, titleOf } from "./rules";

const loadEditor = () => import("./delivery-editor").then((module) => module.DeliveryEditor);

type Props = {
  session: SessionCard;
  rows: RosterRow[];
  delivery: RosterDelivery | null;
  mayRecord: boolean;
  /** Filled while this is the next thing to do. */
  urgent: boolean;
};

/** What the session delivered, in one line under its name. */
export function DeliveryStrip({ session, rows, delivery: recorded, mayRecord, urgent }: Props) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState(false);
  const [unfolded, setUnfolded] = useState(false);
  const exceptions = useId();
  const DeliveryEditor = useLater(loadEditor);
  const { data: modalities = [] } = useModalities();
  const words = useTherapyWords();
  const delivery = useMemo(() => words(recorded), [words, recorded]);
  const modality = modalities.find((one) => one.id === delivery?.modality_id);
  return (
    <section className={classes.strip} aria-label={t("delivery.title")}>
      <Delivered
        delivery={delivery}
        modality={modality}
        names={others(delivery, rows)}
        unfolded={unfolded}
        exceptions={exceptions}
        onToggle={setUnfolded}
      />
      {mayRecord && (
        <div className={classes.action}>
          {delivery ? (
            <ActionIcon
              variant="default"
              size={32}
              aria-label={t("delivery.edit")}
              title={t("delivery.edit")}
              onClick={() => setEditing(true)}
            >
              <IconPencil size={16} stroke={1.75} aria-hidden />
            </ActionIcon>
          ) : (
            <Button
              variant={urgent ? "filled" : "default"}
              leftSection={<IconPencil size={16} stroke={1.75} aria-hidden />}
              onClick={() => setEditing(true)}
            >
              {t("delivery.record")}
            </Button>
          )}
        </div>
      )}
      {unfolded && delivery && <Exceptions id={exceptions} delivery={delivery} modality={modality} rows={rows} />}
      {DeliveryEditor && (
        <DeliveryEditor
          session={session}
          rows={rows}
          exists={delivery !== null}
          opened={editing}
          onClose={() => setEditing(false)}
        />
      )}
    </section>
  );
}

/** Whom it was different for, one below the other: as text, so that a mark of the roster changes nothing here. */
function others(delivery: RosterDelivery | null, rows: RosterRow[]): string {
  const different = new Set(delivery && differing(delivery).map((one) => one.booking_id));
  return rows
    .filter((row) => different.has(row.booking_id))
    .map(nameOf)
    .join("\n");
}

type DeliveredProps = {
  delivery: RosterDelivery | null;
  modality: Modality | undefined;
  names: string;
  unfolded: boolean;
  exceptions: string;
  onToggle: (unfolded: boolean) => void;
};

/** Drawn anew with what was delivered, and not with each mark of the roster below. */
const Delivered = memo(function Delivered(props: DeliveredProps) {
  const { delivery, modality, names, unfolded, exceptions, onToggle } = props;
  const { t } = useTranslation();
  return (
    <dl className={classes.facts}>
      {delivery ? (
        <>
          <Fact name={t("delivery.delivered")} text={titleOf(delivery, modality)} />
          <Fact name={t("delivery.skills")} text={skillNames(delivery, modality)} />
          <Fact name={t("delivery.homework")} text={delivery.homework ?? ""} />
          {names !== "" && (
            <div className={classes.fact}>
              <dt>{t("delivery.exceptions")}</dt>
              <dd>
                <ExceptionsButton
                  names={names.split("\n")}
                  opened={unfolded}
                  controls={exceptions}
                  onToggle={() => onToggle(!unfolded)}
                />
              </dd>
            </div>
          )}
          <Fact name={t("delivery.minutes")} text={String(delivery.minutes)} />
        </>
      ) : (
        <div className={classes.fact} data-empty>
          <dt>{t("delivery.delivered")}</dt>
          <dd>{t("delivery.none")}</dd>
        </div>
      )}
    </dl>
  );
});

function Fact({ name, text }: { name: string; text: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes.fact} data-empty={text === "" || undefined}>
      <dt>{name}</dt>
      <dd className="num">{text || t("delivery.nothing")}</dd>
    </div>
  );
}
