import { expect, it } from "vitest";

import type { ParticipantSummary } from "@/api/types";

import { beginsWith } from "./rules";

const person = { chosen_name: "Zoë", full_name: "Zoë Marín-Ortiz", mrn: "A0017" } as ParticipantSummary;

it("knows the beginning of each name and of the record number, whatever the accents", () => {
  for (const typed of ["zoe", "Mar", "ort", "zoe mar", " ZOË ", "a00"])
    expect(beginsWith(typed)(person), typed).toBe(true);
  for (const typed of ["oe", "ortiza", "017"]) expect(beginsWith(typed)(person), typed).toBe(false);
});
