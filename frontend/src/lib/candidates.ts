import type { DuplicateSuggestion, Participant, ParticipantSummary } from "@/api/types";

import { bothNames } from "./names";

/** A record that may be the same person's. */
export type Candidate = {
  id: string;
  version: number;
  mrn: string;
  name: string;
  birthDate: string | null;
  reasons: DuplicateSuggestion["reasons"];
};

export const knownCandidate = ({ record, reasons }: DuplicateSuggestion): Candidate => ({
  id: record.id,
  version: record.version,
  mrn: record.mrn,
  name: bothNames({ chosen_name: record.chosen_name ?? record.full_name, full_name: record.full_name }),
  birthDate: record.birth_date,
  reasons,
});

export const listedCandidate = (person: ParticipantSummary): Candidate => ({
  id: person.id,
  version: person.version,
  mrn: person.mrn,
  name: bothNames(person),
  birthDate: person.birth_date,
  reasons: [],
});

export const candidateOf = (person: Participant): Candidate => {
  const full_name = [...person.given_names, person.family_name].join(" ");
  return {
    id: person.id,
    version: person.version,
    mrn: person.mrn,
    name: bothNames({ chosen_name: person.chosen_name ?? full_name, full_name }),
    birthDate: person.birth_date,
    reasons: [],
  };
};
