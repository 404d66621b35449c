import { Button } from "@mantine/core";
import { IconEye, IconEyeOff } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";

import { Key } from "@/ui/key";
import { EmptyState, PageHead } from "@/ui/page";

import type { LeaveRoomDialog } from "./leave-room-dialog";
import { SaveState } from "./navigation";
import classes from "./shell.module.css";

type Props = {
  asking: boolean;
  onAsk: (asking: boolean) => void;
  /** Fetched by who stands there before a room is: without a connection it could not be any more. */
  Leave: typeof LeaveRoomDialog | null;
};

/**
 * The head of every page in room mode, and the way out. One press must not be enough: a hand that slips would show a
 * room full of people each other's records. Asking once more is such an act for keyboard, switch and speech as well;
 * holding a key down is not.
 */
export function RoomBar({ asking, onAsk, Leave }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <PageHead
        title={t("room.on")}
        actions={
          <>
            <SaveState />
            <Button
              leftSection={<IconEye size={16} stroke={1.75} aria-hidden />}
              rightSection={<Key>R</Key>}
              onClick={() => onAsk(true)}
            >
              {t("room.leave")}
            </Button>
          </>
        }
      >
        <span className={classes.roomHint}>{t("room.hint")}</span>
      </PageHead>
      {Leave && <Leave opened={asking} onClose={() => onAsk(false)} />}
    </>
  );
}

/** What stands in place of a page that room mode does not show. */
export function RoomCover() {
  const { t } = useTranslation();
  return (
    <EmptyState
      icon={<IconEyeOff size={24} stroke={1.5} aria-hidden />}
      title={t("room.covered")}
      action={
        <Button component={Link} to="/today">
          {t("room.toRoster")}
        </Button>
      }
    />
  );
}
