import { useTranslation } from "react-i18next";

import type { Modality } from "@/api/types";
import { useLanguage } from "@/lib/i18n";
import { formatter } from "@/lib/time";
import { Panel, TableScroll } from "@/ui/panel";

import classes from "./fidelity.module.css";
import { type Met, shareOf, type Therapy } from "./rules";
import { Trend } from "./trend";

type Props = { therapy: Therapy; items: Modality["fidelity_items"]; nameOf: (staffId: string) => string };

/** How much of one therapy was met: by clinician over the months, and which of its points. */
export function TherapyPanel({ therapy, items, nameOf }: Props) {
  const { t } = useTranslation();
  const { locale } = useLanguage();
  const { name, months, people, total, byItem } = therapy;
  const monthName = formatter(locale, { month: "short", year: "numeric", timeZone: "UTC" });
  return (
    <Panel
      title={name}
      hint={t("fidelity.total", {
        share: shareOf(total) ?? "–",
        sessions: t("fidelity.sessions", { count: total.sessions }),
      })}
    >
      <div className={classes.parts}>
        <TableScroll label={t("fidelity.byPerson", { therapy: name })}>
          <thead>
            <tr>
              <th scope="col">{t("fidelity.column.staff")}</th>
              <th scope="col">{t("fidelity.column.trend")}</th>
              {months.map((month) => (
                <th key={month} scope="col" data-figure>
                  {monthName.format(new Date(month))}
                </th>
              ))}
              <th scope="col" data-figure>
                {t("fidelity.column.all")}
              </th>
            </tr>
          </thead>
          <tbody>
            {people.map((person) => (
              <tr key={person.staffId}>
                <th scope="row">{nameOf(person.staffId)}</th>
                <td>
                  <Trend months={months} person={person} />
                </td>
                {months.map((month) => (
                  <Cell key={month} met={person.months.get(month)} />
                ))}
                <Cell met={person.total} />
              </tr>
            ))}
          </tbody>
        </TableScroll>
        <TableScroll label={t("fidelity.byItem", { therapy: name })}>
          <thead>
            <tr>
              <th scope="col">{t("fidelity.column.item")}</th>
              <th scope="col" data-figure>
                {t("fidelity.column.met")}
              </th>
              <th scope="col" data-figure>
                {t("fidelity.column.share")}
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((item) => {
              const met = byItem.get(item.key) ?? 0;
              return (
                <tr key={item.key}>
                  <th scope="row" className={classes.item}>
                    {item.name}
                  </th>
                  <td data-figure>{t("fidelity.of", { met, of: total.sessions })}</td>
                  <td data-figure>{t("fidelity.percent", { share: shareOf({ met, of: total.sessions }) })}</td>
                </tr>
              );
            })}
          </tbody>
        </TableScroll>
      </div>
    </Panel>
  );
}

function Cell({ met }: { met: Met | undefined }) {
  const { t } = useTranslation();
  return (
    <td data-figure>
      {met ? (
        <>
          {t("fidelity.percent", { share: shareOf(met) })}
          <div className="meta">{t("fidelity.sessions", { count: met.sessions })}</div>
        </>
      ) : (
        "–"
      )}
    </td>
  );
}
