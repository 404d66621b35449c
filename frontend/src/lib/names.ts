type Named = { chosen_name: string; full_name: string };

/** Full name where it begins with what the person is called, else both: "Sam (Samantha Lee)". */
export function nameOf({ chosen_name, full_name }: Named): string {
  return full_name === chosen_name || full_name.startsWith(`${chosen_name} `)
    ? full_name
    : `${chosen_name} (${full_name})`;
}

/**
 * What each is called, for a screen that others can see. Who shares a first name gets the initial of the last word of
 * their name.
 */
export function calledNames(people: readonly Named[]): string[] {
  const times = new Map<string, number>();
  for (const { chosen_name } of people) times.set(chosen_name, (times.get(chosen_name) ?? 0) + 1);
  return people.map(({ chosen_name, full_name }) => {
    const initial = [...(full_name.split(/\s+/).at(-1) ?? "")][0];
    return times.get(chosen_name) === 1 || !initial ? chosen_name : `${chosen_name} ${initial}.`;
  });
}
