import { Button } from "@mantine/core";
import { IconBuilding, IconCircleCheck, IconCircleMinus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { Location, Room } from "@/api/types";
import { Chip } from "@/ui/chip";
import { FormDrawer } from "@/ui/form-drawer";
import { EmptyState, ErrorState, LoadingRows } from "@/ui/page";

import classes from "./clinic.module.css";
import { ClinicHead } from "./clinic-head";
import { LocationForm } from "./location-form";
import { locationsQuery, roomsQuery } from "./queries";
import { RoomForm } from "./room-form";
import { inUseFirst } from "./rules";

/** What is being added or changed, by its id, so that the form sees what is stored now. */
type Editing = { what: "location"; id: string | null } | { what: "room"; id: string | null; locationId: string };

type Props = { mayWriteLocations: boolean; mayWriteRooms: boolean; timeZone: string };

/** Locations and their rooms. */
export function PlacesPage({ mayWriteLocations, mayWriteRooms, timeZone }: Props) {
  const { t } = useTranslation();
  const locations = useQuery(locationsQuery);
  const rooms = useQuery(roomsQuery);
  const [editing, setEditing] = useState<Editing | null>(null);
  const close = () => setEditing(null);
  const add = mayWriteLocations && (
    <Button onClick={() => setEditing({ what: "location", id: null })}>{t("clinic.addLocation")}</Button>
  );
  const failed = locations.error ?? rooms.error;
  return (
    <>
      <ClinicHead tab="places" actions={locations.data && locations.data.length > 0 ? add : null} />
      {locations.isPending || rooms.isPending ? (
        <LoadingRows rows={8} height={44} />
      ) : failed && !(locations.data && rooms.data) ? (
        <ErrorState
          error={failed}
          onRetry={() => {
            void locations.refetch();
            void rooms.refetch();
          }}
        />
      ) : locations.data?.length === 0 ? (
        <EmptyState
          icon={<IconBuilding size={24} stroke={1.5} aria-hidden />}
          title={t("clinic.noLocations")}
          hint={t("clinic.noLocationsHint")}
          action={add}
        />
      ) : (
        <div className={classes.page}>
          {inUseFirst(locations.data ?? []).map((location) => (
            <LocationPanel
              key={location.id}
              location={location}
              rooms={inUseFirst((rooms.data ?? []).filter((room) => room.location_id === location.id))}
              onEdit={mayWriteLocations ? () => setEditing({ what: "location", id: location.id }) : undefined}
              onRoom={mayWriteRooms ? (id) => setEditing({ what: "room", id, locationId: location.id }) : undefined}
            />
          ))}
        </div>
      )}
      <FormDrawer
        title={t(
          editing?.what === "room"
            ? editing.id
              ? "clinic.editRoom"
              : "clinic.addRoom"
            : editing?.id
              ? "clinic.editLocation"
              : "clinic.addLocation",
        )}
        opened={editing !== null}
        onClose={close}
      >
        {editing?.what === "room" && (
          <RoomForm
            locationId={editing.locationId}
            room={rooms.data?.find((one) => one.id === editing.id) ?? null}
            onClose={close}
          />
        )}
        {editing?.what === "location" && (
          <LocationForm
            location={locations.data?.find((one) => one.id === editing.id) ?? null}
            timeZone={timeZone}
            onClose={close}
          />
        )}
      </FormDrawer>
    </>
  );
}

type PanelProps = {
  location: Location;
  rooms: Room[];
  onEdit: (() => void) | undefined;
  onRoom: ((id: string | null) => void) | undefined;
};

function LocationPanel({ location, rooms, onEdit, onRoom }: PanelProps) {
  const { t } = useTranslation();
  const address = [location.street, location.city, location.state, location.postal_code].filter(Boolean).join(", ");
  return (
    <section className={classes.panel} aria-label={location.name}>
      <div className={classes.head}>
        <div>
          <h2>{location.name}</h2>
          <p className="meta num">{[address, location.phone, location.time_zone].filter(Boolean).join(" · ")}</p>
        </div>
        {!location.active && <OutOfUse />}
        {onRoom && location.active && (
          <Button
            aria-label={t("clinic.named", { action: t("clinic.addRoom"), name: location.name })}
            onClick={() => onRoom(null)}
          >
            {t("clinic.addRoom")}
          </Button>
        )}
        {onEdit && (
          <Button aria-label={t("clinic.named", { action: t("clinic.edit"), name: location.name })} onClick={onEdit}>
            {t("clinic.edit")}
          </Button>
        )}
      </div>
      {rooms.length === 0 ? (
        <p className={classes.empty}>
          {t("clinic.noRooms")}. {t("clinic.noRoomsHint")}
        </p>
      ) : (
        <ul aria-label={t("clinic.roomsOf", { name: location.name })}>
          {rooms.map((room) => (
            <li key={room.id} className={`${classes.row} ${room.active ? "" : classes.off}`}>
              <strong>{room.name}</strong>
              <span>{t(`clinic.kinds.${room.kind}`)}</span>
              <span className="num">{t("clinic.seats", { count: room.capacity })}</span>
              <span className="meta">{room.equipment.join(", ") || t("clinic.noEquipment")}</span>
              {room.active ? (
                <Chip icon={<IconCircleCheck size={14} stroke={1.75} aria-hidden />}>{t("clinic.inUse")}</Chip>
              ) : (
                <OutOfUse />
              )}
              {onRoom ? (
                <Button
                  variant="subtle"
                  aria-label={t("clinic.named", { action: t("clinic.edit"), name: room.name })}
                  onClick={() => onRoom(room.id)}
                >
                  {t("clinic.edit")}
                </Button>
              ) : (
                <span />
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function OutOfUse() {
  const { t } = useTranslation();
  return <Chip icon={<IconCircleMinus size={14} stroke={1.75} aria-hidden />}>{t("clinic.notInUse")}</Chip>;
}
