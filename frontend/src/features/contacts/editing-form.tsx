import { useTranslation } from "react-i18next";

import type { Availability, Contact, ContactWay, SuitableHours } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatTimeRange, type LocalDate } from "@/lib/time";

import { ContactEditor } from "./contact-editor";
import { EndForm } from "./end-form";
import { useChangeWay, useSaveAvailability, useSaveContact, useSaveSuitable } from "./queries";
import { contactEnding, suitableEnding, wayEnding, windowEnding } from "./rules";
import { SuitableEditor } from "./suitable-editor";
import { WayEditor } from "./way-editor";
import { WindowEditor } from "./window-editor";
import { wayValue } from "./words";

/** What is being added, changed or ended. */
export type Editing = { what: "way" | "contact" | "window" | "suits"; id?: string; contactId?: string; ends?: true };

type Props = {
  participantId: string;
  editing: Editing;
  ways: readonly ContactWay[];
  contacts: readonly Contact[];
  windows: readonly Availability[];
  suitable: readonly SuitableHours[];
  today: LocalDate;
  onClose: () => void;
};

/**
 * The form for it. What is changed is looked up in the lists each time, so that after a conflict the next attempt rests
 * on what somebody else saved.
 */
export function EditingForm(props: Props) {
  const { participantId, editing, ways, contacts, windows, suitable, today, onClose } = props;
  const { what, id, contactId, ends } = editing;
  const way = ways.find((one) => what === "way" && one.id === id);
  const contact = contacts.find((one) => what === "contact" && one.id === id);
  const window = windows.find((one) => what === "window" && one.id === id);
  const suits = suitable.find((one) => what === "suits" && one.id === id);
  const place = { participantId, today, onClose };
  if (ends) {
    if (way) return <EndWay way={way} {...place} />;
    if (contact) return <EndContact contact={contact} {...place} />;
    if (window) return <EndWindow window={window} {...place} />;
    if (suits) return <EndSuitable hours={suits} {...place} />;
    return null;
  }
  if (what === "way") {
    return <WayEditor participantId={participantId} stored={way} contactId={contactId} onClose={onClose} />;
  }
  if (what === "contact") return <ContactEditor participantId={participantId} stored={contact} onClose={onClose} />;
  if (what === "suits") return <SuitableEditor stored={suits} contacts={contacts} {...place} />;
  return <WindowEditor participantId={participantId} stored={window} today={today} onClose={onClose} />;
}

type Place = { participantId: string; today: LocalDate; onClose: () => void };

function EndWay({ way, participantId, today, onClose }: Place & { way: ContactWay }) {
  const change = useChangeWay(participantId);
  return (
    <EndForm
      name={wayValue(way)}
      startsOn={way.starts_on}
      today={today}
      pending={change.isPending}
      end={(endsOn, after) => change.mutate({ stored: way, body: wayEnding(way, endsOn) }, after)}
      onClose={onClose}
    />
  );
}

function EndContact({ contact, participantId, today, onClose }: Place & { contact: Contact }) {
  const save = useSaveContact(participantId);
  return (
    <EndForm
      name={contact.name}
      startsOn={contact.starts_on}
      today={today}
      pending={save.isPending}
      end={(endsOn, after) => save.mutate({ stored: contact, body: contactEnding(contact, endsOn) }, after)}
      onClose={onClose}
    />
  );
}

function EndWindow({ window, participantId, today, onClose }: Place & { window: Availability }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const save = useSaveAvailability(participantId);
  const hours = formatTimeRange(window.local_start.slice(0, 5), window.local_end.slice(0, 5), locale);
  return (
    <EndForm
      name={`${t(`contacts.weekdayOf.${window.weekday}`)} ${hours}`}
      startsOn={window.starts_on}
      today={today}
      pending={save.isPending}
      end={(endsOn, after) => save.mutate({ stored: window, body: windowEnding(window, endsOn) }, after)}
      onClose={onClose}
    />
  );
}

function EndSuitable({ hours: row, participantId, today, onClose }: Place & { hours: SuitableHours }) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const save = useSaveSuitable(participantId);
  const hours = formatTimeRange(row.local_start.slice(0, 5), row.local_end.slice(0, 5), locale);
  return (
    <EndForm
      name={`${t(`contacts.weekdayOf.${row.weekday}`)} ${hours}`}
      startsOn={row.starts_on}
      today={today}
      pending={save.isPending}
      end={(endsOn, after) => save.mutate({ stored: row, body: suitableEnding(row, endsOn) }, after)}
      onClose={onClose}
    />
  );
}
