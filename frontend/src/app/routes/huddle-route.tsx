import { Button } from "@mantine/core";
import { getRouteApi } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { Huddle } from "@/api/types";
import { mayOpen } from "@/app/pages";
import { HandOffList } from "@/features/handoffs/handoff-list";
import { en as handoffsEn, es as handoffsEs } from "@/features/handoffs/texts";
import { WriteDialog } from "@/features/handoffs/write-dialog";
import { HuddlePage } from "@/features/huddle/huddle-page";
import { en, es } from "@/features/huddle/texts";
import { addTexts } from "@/lib/i18n";
import { wallClock } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Panel } from "@/ui/panel";

addTexts("huddle", { en, es });
addTexts("handoffs", { en: handoffsEn, es: handoffsEs });

const route = getRouteApi("/inside/huddle");

export function HuddleRoute() {
  const navigate = route.useNavigate();
  const { session } = route.useRouteContext();
  const now = useNow();
  return (
    <HuddlePage
      filter={route.useSearch()}
      today={wallClock(now, session.organization.time_zone).date}
      onFilter={(search) => void navigate({ search, replace: true })}
      mayPrepare={mayOpen("/downtime", session.permissions)}
      handoffs={(huddle) => <HandOffs huddle={huddle} />}
    />
  );
}

function HandOffs({ huddle }: { huddle: Huddle }) {
  const { t } = useTranslation();
  const { session } = route.useRouteContext();
  const { location, program } = route.useSearch();
  const [writing, setWriting] = useState(false);
  const people = [...new Map(huddle.people.map(({ participant }) => [participant.id, participant])).values()];
  if (!session.permissions.includes("handoff:read")) return null;
  return (
    <Panel
      title={t("handoffs.title")}
      actions={
        session.permissions.includes("handoff:write") && (
          <Button onClick={() => setWriting(true)}>{t("handoffs.write")}</Button>
        )
      }
    >
      <HandOffList handoffs={huddle.handoffs} timeZone={huddle.time_zone} />
      {writing && (
        <WriteDialog people={people} location={location} program={program} onClose={() => setWriting(false)} />
      )}
    </Panel>
  );
}
