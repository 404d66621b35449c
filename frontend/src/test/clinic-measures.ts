import type { Administration, Instrument } from "@/api/types";

import { idOf } from "./clinic";
import { PERSON } from "./clinic-person";

/** Who gives measures, and whose alerts are. */
export const SAM = { account_id: idOf("sam"), name: "Sam Reyes" };

/** Two questions of the PHQ-9; the second is about safety. */
export const instrument: Instrument = {
  key: "phq-9",
  version: 1,
  name: "PHQ-9",
  title: { en: "Depression" },
  about: { en: "Depression" },
  licence: "text_ships",
  terms: "",
  credit: "© Pfizer Inc.",
  languages: ["en"],
  own_languages: [],
  usable: true,
  higher: "worse",
  instruction: { en: "Over the last 2 weeks" },
  lowest: 0,
  highest: 27,
  decimals: false,
  items: ["8", "9"].map((number) => ({
    number,
    text: { en: `Question text ${number}` },
    options: [
      { value: 0, text: { en: "Not at all" } },
      { value: 1, text: { en: "Several days" } },
    ],
    scored: true,
    may_not_apply: false,
    safety: number === "9",
  })),
};
/** It, as it begins. */
export const begun: Administration = {
  id: idOf("phq"),
  version: 1,
  participant_id: PERSON,
  episode_id: idOf("episode"),
  instrument_key: "phq-9",
  instrument_version: 1,
  instrument_text_id: null,
  mode: "read_out",
  language: "en",
  status: "in_progress",
  given_by: SAM.account_id,
  started_at: "2026-11-18T16:00:00Z",
  answered_at: null,
  completed_at: null,
  taken_on: "2026-11-18",
  answers: [],
  corrections: [],
  total: null,
  prorated: false,
  band: null,
  subscales: {},
  flags: [],
  flags_unknown: [],
  positive: [],
  reason: null,
  withdraw_reason: null,
  alert_ids: [],
};
