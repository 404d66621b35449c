import { useQueries, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";

import { personQuery } from "@/api/people";
import { nameOf, namesOf } from "@/lib/names";

import { peopleOfProgramQuery } from "./queries";

/** A name to show; `known` is false while it loads and where the reader may not see it. */
export type Person = { name: string; pronouns: string | null; known: boolean };

/**
 * Who the ids stand for. Those in the program today come by one request; the others, who have left it or are not
 * admitted yet, one by one.
 */
export function usePeople(ids: readonly string[], programId: string): (id: string) => Person {
  const { t } = useTranslation();
  const together = useQuery({ ...peopleOfProgramQuery(programId), enabled: ids.length > 0 });
  const listed = new Map((together.data ?? []).map((person) => [person.id, person]));
  const missing = together.isPending ? [] : [...new Set(ids)].filter((id) => !listed.has(id));
  const alone = useQueries({ queries: missing.map((id) => personQuery(id)) });
  return (id) => {
    const person = listed.get(id);
    if (person) return { name: nameOf(person), pronouns: person.pronouns, known: true };
    const read = alone[missing.indexOf(id)];
    if (read?.data) return { name: nameOf(namesOf(read.data)), pronouns: read.data.pronouns, known: true };
    const text = read?.isError ? "cohorts.members.nameHidden" : "cohorts.members.nameLoading";
    return { name: t(text), pronouns: null, known: false };
  };
}
