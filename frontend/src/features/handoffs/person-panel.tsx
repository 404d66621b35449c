import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { addTexts } from "@/lib/i18n";
import { ErrorState, LoadingRows } from "@/ui/page";
import { Panel } from "@/ui/panel";

import { HandOffList } from "./handoff-list";
import { personHandOffsQuery } from "./queries";
import { en, es } from "./texts";
import { type Person, WriteDialog } from "./write-dialog";

addTexts("handoffs", { en, es });

type Props = { person: Person; program: string | undefined; timeZone: string; mayWrite: boolean };

/** What shifts have told each other about one person, on the chart. */
export default function PersonPanel({ person, program, timeZone, mayWrite }: Props) {
  const { t } = useTranslation();
  const handoffs = useQuery(personHandOffsQuery(person.id));
  const [writing, setWriting] = useState(false);
  return (
    <Panel
      title={t("handoffs.title")}
      actions={mayWrite && <Button onClick={() => setWriting(true)}>{t("handoffs.write")}</Button>}
    >
      {handoffs.isPending ? (
        <LoadingRows rows={2} />
      ) : handoffs.isError ? (
        <ErrorState error={handoffs.error} onRetry={() => void handoffs.refetch()} />
      ) : (
        <HandOffList handoffs={handoffs.data} timeZone={timeZone} />
      )}
      {writing && <WriteDialog people={[person]} aboutPerson program={program} onClose={() => setWriting(false)} />}
    </Panel>
  );
}
