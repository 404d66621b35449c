import type { ComponentProps } from "react";

import * as runs from "@/features/curricula/run-texts";
import { SessionTopic } from "@/features/curricula/session-topic";
import { CreateDrawer } from "@/features/sessions/create-drawer";
import { SessionDrawer } from "@/features/sessions/session-drawer";
import { addTexts } from "@/lib/i18n";

addTexts("runs", runs);

/** One session beside the schedule, with its topic. */
function Session(props: Omit<ComponentProps<typeof SessionDrawer>, "topic">) {
  const may = (right: string) => props.permissions.includes(right);
  return (
    <SessionDrawer
      {...props}
      topic={(one, onBusy) =>
        may("curriculum:read") && (
          <SessionTopic
            sessionId={one.id}
            changeable={may("curriculum:lead") && one.status === "scheduled"}
            onBusy={onBusy}
          />
        )
      }
    />
  );
}

/** What opens beside a schedule: a large part of the page's code, fetched once that stands or somebody opens it. */
export const parts = { Session, Create: CreateDrawer };
