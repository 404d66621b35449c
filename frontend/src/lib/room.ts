import { createStore, useStore } from "./store";

/**
 * Room mode: those in the room can see this screen, so it shows names and attendance and nothing else. It belongs to
 * the tab, outlives going back and loading again, and ends only by a person's act. The tab remembers ids of sessions.
 */
type Room = {
  on: boolean;
  /** The running group that turned it on by itself. */
  of: string | null;
  /** Groups for which somebody has left it: it does not come back by itself. */
  left: readonly string[];
};

const NAME = "handrail.room";
const OFF: Room = { on: false, of: null, left: [] };

function remembered(): Room {
  try {
    return { ...OFF, ...(JSON.parse(window.sessionStorage.getItem(NAME) ?? "{}") as Partial<Room>) };
  } catch {
    return OFF; // A browser that forbids storage forgets with the page.
  }
}

const room = createStore<Room>(remembered());

function change(next: Room): void {
  room.set(next);
  try {
    window.sessionStorage.setItem(NAME, JSON.stringify(next));
  } catch {
    // As above.
  }
}

export const useRoom = () => useStore(room);

export const enterRoom = () => change({ ...room.get(), on: true });

/** While one's own group runs and its roster is on the screen, unless somebody has left it for this group. */
export function enterRoomOf(sessionId: string): void {
  const { on, of, left } = room.get();
  if (!left.includes(sessionId) && !(on && of === sessionId)) change({ on: true, of: sessionId, left });
}

export function leaveRoom(): void {
  const { of, left } = room.get();
  change({ on: false, of: null, left: of === null || left.includes(of) ? left : [...left, of] });
}

/** Nothing of it is left for who signs in next. */
export const forgetRoom = () => change(OFF);
