import type { Episode } from "@/api/types";

const rank = { active: 0, on_leave: 0, screening: 1, referred: 2, ended: 3 } as const;

/** The one that matters now: what runs before what is coming, the primary before others, the youngest before older. */
function byWeight(one: Episode, other: Episode): number {
  return (
    rank[one.status] - rank[other.status] ||
    Number(other.is_primary) - Number(one.is_primary) ||
    other.referred_on.localeCompare(one.referred_on)
  );
}

/** Episodes in the order of their weight; the first is shown where no other is asked for. */
export const inOrder = (episodes: readonly Episode[]): Episode[] => [...episodes].sort(byWeight);

export function chosenEpisode(episodes: readonly Episode[], id: string | undefined): Episode | undefined {
  return episodes.find((one) => one.id === id) ?? inOrder(episodes)[0];
}

/** Whether somebody is admitted to it now. */
export const isRunning = ({ status }: Pick<Episode, "status">) => status === "active" || status === "on_leave";
