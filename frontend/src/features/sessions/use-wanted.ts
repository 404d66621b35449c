import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import type { Unplaced } from "@/api/types";
import { announce } from "@/lib/announce";
import { namesOf } from "@/lib/names";
import { useProblemText } from "@/ui/problem-text";

import { episodesQuery, personQuery } from "./queries";
import type { Owed } from "./rules";

/** Takes what somebody is owed into the form of a new session, with their record and their episodes. */
export function useWanted(onReady: (wanted: Owed) => void) {
  const client = useQueryClient();
  const problemText = useProblemText();
  const [pending, setPending] = useState(false);
  return async (one: Unplaced & { location_id: string }, day: string) => {
    if (pending) return;
    setPending(true);
    try {
      const [person, episodes] = await Promise.all([
        client.fetchQuery(personQuery(one.participant_id)),
        client.fetchQuery(episodesQuery(one.participant_id)),
      ]);
      const { version, id, mrn, pronouns, birth_date, status } = person;
      onReady({
        service_kind: one.service_kind,
        program_id: one.program_id,
        staff_id: one.staff_id ?? "",
        location_id: one.location_id,
        minutes: String(one.minutes),
        local_date: day,
        people: [
          {
            person: {
              version,
              id,
              mrn,
              ...namesOf(person),
              pronouns,
              birth_date,
              status,
              program_name: null,
              cohort_name: null,
            },
            episodes: episodes.items,
          },
        ],
      });
    } catch (reason) {
      announce(problemText(reason));
    } finally {
      setPending(false);
    }
  };
}
