import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useModalities } from "@/api/therapy-words";
import type { Program } from "@/api/types";
import { ListPanel } from "@/ui/list-panel";
import classes from "./plan-view.module.css";

/** What the program owes each participant, what it asks them, and what it teaches. */
export function OffersPanel({ program }: { program: Program }) {
  const { t } = useTranslation();
  const { data: modalities = [] } = useModalities();
  return (
    <ListPanel title={t("programs.offers.title")}>
      <div className={classes.offers}>
        <Part title={t("programs.offers.services")}>
          {program.required_services.map(({ service_kind, times, per_days, within_days }) => (
            <li key={service_kind}>
              {t(`kind.${service_kind}`)}
              <div className="meta">
                {per_days !== null
                  ? t("programs.offers.per", { count: times, days: per_days })
                  : t("programs.offers.within", { count: times, days: within_days ?? "" })}
              </div>
            </li>
          ))}
        </Part>
        <Part title={t("programs.offers.measures")}>
          {program.measures.map(({ instrument, at_admission, every_days, at_discharge }) => (
            <li key={instrument}>
              {instrument.toLocaleUpperCase("en")}
              <div className="meta">
                {[
                  at_admission && t("programs.offers.atAdmission"),
                  every_days !== null && t("programs.offers.every", { days: every_days }),
                  at_discharge && t("programs.offers.atDischarge"),
                ]
                  .filter(Boolean)
                  .join(", ")}
              </div>
            </li>
          ))}
        </Part>
        <Part title={t("programs.offers.curriculum")}>
          {program.curriculum.map(({ modality, topics }) => (
            <li key={modality}>
              {modalities.find((one) => one.key === modality)?.name ?? modality}
              <div className="meta">{topics.join(", ")}</div>
            </li>
          ))}
        </Part>
      </div>
    </ListPanel>
  );
}

function Part({ title, children }: { title: string; children: ReactNode[] }) {
  const { t } = useTranslation();
  return (
    <section>
      <h3>{title}</h3>
      {children.length === 0 ? <p className="meta">{t("programs.offers.none")}</p> : <ul>{children}</ul>}
    </section>
  );
}
