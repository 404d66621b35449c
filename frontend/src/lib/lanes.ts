/** Places things that overlap in time beside each other. */

type Timed = { id: string; starts_at: string; ends_at: string };
export type Lane = { lane: number; lanes: number };

/** For each thing its lane and how many lanes its cluster of overlaps needs. */
export function inLanes(things: readonly Timed[]): Map<string, Lane> {
  const sorted = [...things].sort(
    (a, b) => Date.parse(a.starts_at) - Date.parse(b.starts_at) || Date.parse(b.ends_at) - Date.parse(a.ends_at),
  );
  const placed = new Map<string, Lane>();
  let cluster: { id: string; lane: number }[] = [];
  let laneEnds: number[] = [];
  const settle = () => {
    for (const { id, lane } of cluster) placed.set(id, { lane, lanes: laneEnds.length });
    cluster = [];
    laneEnds = [];
  };
  for (const thing of sorted) {
    const start = Date.parse(thing.starts_at);
    if (laneEnds.length > 0 && laneEnds.every((end) => end <= start)) settle();
    const free = laneEnds.findIndex((end) => end <= start);
    const lane = free === -1 ? laneEnds.length : free;
    laneEnds[lane] = Date.parse(thing.ends_at);
    cluster.push({ id: thing.id, lane });
  }
  settle();
  return placed;
}
