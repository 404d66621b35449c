import type { Chain, Diary, DiaryEntry, DiaryField, TreatmentTarget } from "@/api/types";
import { addDays, type LocalDate } from "@/lib/time";

import { idOf } from "./clinic";
import { PERSON } from "./clinic-person";

/** A diary card as the API answers from it. */

const line = (key: string, en: string, more: Partial<DiaryField> = {}): DiaryField => ({
  key,
  kind: "urge",
  label: { en, es: en },
  highest: 5,
  kept: true,
  always: false,
  threshold: null,
  alarms_from: null,
  ...more,
});

const said = (field: string, number: number, on: LocalDate, alarms = false): DiaryEntry => ({
  field,
  number,
  skills: null,
  read_out: true,
  entered_by: idOf("sam"),
  entered_at: `${on}T18:00:00Z`,
  alarms,
});

export function aDiary(today: LocalDate): Diary {
  const yesterday = addDays(today, -1);
  return {
    setting: {
      version: 1,
      participant_id: PERSON,
      starts_on: addDays(today, -20),
      set_by: idOf("sam"),
      set_by_name: "Sam Reyes",
      set_at: `${addDays(today, -20)}T18:00:00Z`,
      card: {
        key: "dbt",
        version: 1,
        title: { en: "DBT diary card" },
        default_threshold: 4,
        skills: [
          {
            key: "check-the-facts",
            module: "Emotion regulation",
            module_label: { en: "Emotion regulation", es: "Regulación emocional" },
            label: { en: "Check the facts" },
          },
        ],
        fields: [
          line("urge-self-harm", "Urge to self-harm", { threshold: 3, alarms_from: 3 }),
          line("act-self-harm", "Self-harm", { kind: "act", highest: 1, always: true, alarms_from: 1 }),
          line("sleep", "Sleep, hours", { kind: "hours", highest: 24 }),
          line("skills", "Skills practised", { kind: "skills", highest: null }),
        ],
      },
    },
    today,
    open_from: addDays(today, -7),
    days: [
      {
        id: idOf("day"),
        day: yesterday,
        entries: [said("urge-self-harm", 4, yesterday, true), said("sleep", 6.5, yesterday)],
      },
    ],
  };
}

export const aTarget = (id: string, more: Partial<TreatmentTarget> = {}): TreatmentTarget => ({
  id: idOf(id),
  version: 1,
  participant_id: PERSON,
  tier: "quality_of_life",
  position: 1,
  words: `Words of ${id}`,
  opened_on: "2026-11-02",
  closed_on: null,
  close_reason: null,
  close_note: null,
  ...more,
});

export const aChain = (more: Partial<Chain> = {}): Chain => ({
  id: idOf("chain"),
  version: 1,
  participant_id: PERSON,
  happened_on: "2026-11-17",
  status: "draft",
  link_count: 0,
  written_by: idOf("sam"),
  written_by_name: "Sam Reyes",
  done_at: null,
  episode_id: null,
  diary_day_id: null,
  alert_id: null,
  behavior: "Scratched my arm",
  vulnerabilities: null,
  prompting_event: null,
  links: [],
  consequences: null,
  prevention: null,
  repair: null,
  ...more,
});
