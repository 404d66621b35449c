import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { contactsQuery } from "@/api/people";
import { type LocalDate, wallClock } from "@/lib/time";
import { FormDrawer } from "@/ui/form-drawer";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel, PanelNote } from "@/ui/panel";

import { AccessPanel } from "./access-panel";
import { AttemptsPanel } from "./attempts-panel";
import { ContactCard } from "./contact-card";
import classes from "./contacts.module.css";
import { type Editing, EditingForm } from "./editing-form";
import { availabilityQuery, suitableQuery, waysQuery } from "./queries";
import { byWeek, inUseFirst, isOver } from "./rules";
import { SuitableRow } from "./suitable-row";
import { WayRow } from "./way-row";
import { WindowRow } from "./window-row";

type Props = {
  participantId: string;
  now: Date;
  timeZone: string;
  name: string;
  mayChange: boolean;
  mayGiveAccess: boolean;
  mayRecord: boolean;
  /** Whether the form for a try is open; the address says so, that a link may lead to it. */
  recording: boolean;
  onRecording: (on: boolean) => void;
};

/** How a person and those near them are reached, and when the person cannot come. */
export function ContactsTab(props: Props) {
  const { participantId, now, timeZone, mayChange, mayRecord, recording, onRecording } = props;
  const { t } = useTranslation();
  const today = wallClock(now, timeZone).date;
  const ways = useQuery(waysQuery(participantId));
  const contacts = useQuery(contactsQuery(participantId));
  const windows = useQuery(availabilityQuery(participantId));
  const suitable = useQuery(suitableQuery(participantId));
  const [editing, setEditing] = useState<Editing | null>(null);
  const [showOver, setShowOver] = useState(false);

  const failed = [ways, contacts, windows, suitable].find((query) => query.isError && !query.data);
  if (failed) return <ErrorState error={failed.error} onRetry={() => void failed.refetch()} />;
  if (!ways.data || !contacts.data || !windows.data || !suitable.data) return <LoadingRows rows={8} height={40} />;

  const all = [...ways.data, ...contacts.data, ...windows.data, ...suitable.data];
  const over = all.filter((one) => isOver(one, today)).length;
  const shown = <One extends { ends_on: LocalDate | null }>(list: readonly One[]) =>
    showOver ? [...list] : list.filter((one) => !isOver(one, today));
  const orderedWays = inUseFirst(shown(ways.data), today);
  const own = orderedWays.filter((way) => way.contact_id === null);
  const people = shown(contacts.data);
  const hours = byWeek(shown(windows.data));
  const suits = byWeek(shown(suitable.data));
  const edit = mayChange ? setEditing : undefined;

  return (
    <>
      <Panel
        title={t("contacts.ways")}
        actions={mayChange && <Button onClick={() => setEditing({ what: "way" })}>{t("contacts.addWay")}</Button>}
      >
        {own.length === 0 ? (
          <PanelNote>{t("contacts.noWays")}</PanelNote>
        ) : (
          <ul className={classes.rows}>
            {own.map((way) => (
              <WayRow key={way.id} way={way} today={today} onEdit={edit} />
            ))}
          </ul>
        )}
      </Panel>
      <AccessPanel participantId={participantId} name={props.name} timeZone={timeZone} mayGive={props.mayGiveAccess} />
      <AttemptsPanel
        participantId={participantId}
        ways={ways.data}
        contacts={contacts.data}
        now={now}
        timeZone={timeZone}
        mayRecord={mayRecord}
        recording={recording && mayRecord}
        onRecording={onRecording}
      />
      <Panel
        title={t("contacts.contacts")}
        actions={
          mayChange && <Button onClick={() => setEditing({ what: "contact" })}>{t("contacts.addContact")}</Button>
        }
      >
        {people.length === 0 ? (
          <PanelNote>{t("contacts.noContacts")}</PanelNote>
        ) : (
          <ul className={classes.rows}>
            {people.map((contact) => (
              <ContactCard
                key={contact.id}
                contact={contact}
                ways={orderedWays.filter((way) => way.contact_id === contact.id)}
                today={today}
                onEdit={edit}
              />
            ))}
          </ul>
        )}
      </Panel>
      <Panel
        title={t("contacts.availability")}
        hint={t("contacts.availabilityHint")}
        actions={mayChange && <Button onClick={() => setEditing({ what: "window" })}>{t("contacts.addWindow")}</Button>}
      >
        {hours.length === 0 ? (
          <PanelNote>{t("contacts.noWindows")}</PanelNote>
        ) : (
          <ul className={classes.rows}>
            {hours.map((window) => (
              <WindowRow key={window.id} window={window} today={today} onEdit={edit} />
            ))}
          </ul>
        )}
      </Panel>
      <Panel
        title={t("contacts.suits")}
        hint={t("contacts.suitsHint")}
        actions={mayChange && <Button onClick={() => setEditing({ what: "suits" })}>{t("contacts.addSuits")}</Button>}
      >
        {suits.length === 0 ? (
          <PanelNote>{t("contacts.noSuits")}</PanelNote>
        ) : (
          <ul className={classes.rows}>
            {suits.map((one) => (
              <SuitableRow key={one.id} hours={one} contacts={contacts.data} today={today} onEdit={edit} />
            ))}
          </ul>
        )}
      </Panel>
      {over > 0 && (
        <div>
          <Button aria-expanded={showOver} onClick={() => setShowOver(!showOver)}>
            {t(showOver ? "contacts.hideOver" : "contacts.showOver", { count: over })}
          </Button>
        </div>
      )}
      <FormDrawer opened={editing !== null} onClose={() => setEditing(null)} title={editing ? t(titleOf(editing)) : ""}>
        {editing && (
          <EditingForm
            participantId={participantId}
            editing={editing}
            ways={ways.data}
            contacts={contacts.data}
            windows={windows.data}
            suitable={suitable.data}
            today={today}
            onClose={() => setEditing(null)}
          />
        )}
      </FormDrawer>
    </>
  );
}

const titles = {
  way: { add: "contacts.addWay", change: "contacts.editWay", end: "contacts.endWay" },
  contact: { add: "contacts.addContact", change: "contacts.editContact", end: "contacts.endContact" },
  suits: { add: "contacts.addSuits", change: "contacts.editWindow", end: "contacts.endWindow" },
  window: { add: "contacts.addWindow", change: "contacts.editWindow", end: "contacts.endWindow" },
} as const;

const titleOf = ({ what, id, ends }: Editing) => titles[what][ends ? "end" : id ? "change" : "add"];
