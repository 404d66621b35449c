import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";

import type { Chain } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatDate } from "@/lib/time";

import classes from "./diaries.module.css";
import { useReopenChain } from "./queries";
import { useDiaryProblem } from "./words";

type Props = { participantId: string; chain: Chain; mayWrite: boolean };

/** A chain analysis to read. */
export function ChainWords({ participantId, chain, mayWrite }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const reopen = useReopenChain(participantId);
  const problem = useDiaryProblem();
  const parts = [
    [t("diaries.chains.behavior"), chain.behavior],
    [t("diaries.chains.vulnerabilities"), chain.vulnerabilities],
    [t("diaries.chains.prompting"), chain.prompting_event],
    ...chain.links.flatMap(({ kind, text, instead }, place) => [
      [`${t("diaries.chains.link", { number: place + 1 })}: ${t(`diaries.chains.kinds.${kind}`)}`, text],
      [t("diaries.chains.instead", { number: place + 1 }), instead],
    ]),
    [t("diaries.chains.consequences"), chain.consequences],
    [t("diaries.chains.prevention"), chain.prevention],
    [t("diaries.chains.repair"), chain.repair],
  ] as const;
  return (
    <>
      <p className="meta num">
        {formatDate(chain.happened_on, locale)} · {chain.written_by_name} · {t(`diaries.chains.status.${chain.status}`)}
      </p>
      <dl className={classes.words}>
        {parts.map(([name, words]) =>
          words ? (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{words}</dd>
            </div>
          ) : null,
        )}
      </dl>
      {reopen.isError && (
        <p className={classes.problem} role="alert">
          {problem(reopen.error)}
        </p>
      )}
      {mayWrite && chain.status === "done" && (
        <Button loading={reopen.isPending} onClick={() => reopen.mutate(chain)}>
          {t("diaries.chains.reopen")}
        </Button>
      )}
    </>
  );
}
