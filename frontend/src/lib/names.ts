type Named = { chosen_name: string; full_name: string; family_name: string };

const begins = ({ chosen_name, full_name }: Pick<Named, "chosen_name" | "full_name">) =>
  full_name === chosen_name || full_name.startsWith(`${chosen_name} `);

/**
 * How a person is written everywhere where full names may be seen: the full name where it begins with what they are
 * called, else that with the family name: "Sam Lee" for Samantha Lee.
 */
export function nameOf(person: Named): string {
  const { chosen_name, full_name, family_name } = person;
  if (begins(person)) return full_name;
  return chosen_name === family_name || chosen_name.endsWith(` ${family_name}`)
    ? chosen_name
    : `${chosen_name} ${family_name}`;
}

/** Both names, where records are compared: "Sam (Samantha Lee)". */
export const bothNames = (person: Pick<Named, "chosen_name" | "full_name">): string =>
  begins(person) ? person.full_name : `${person.chosen_name} (${person.full_name})`;

/** The name on papers, where the person is not written by it. */
export const legalName = (person: Pick<Named, "chosen_name" | "full_name">): string | null =>
  begins(person) ? null : person.full_name;

/** The names of a whole record, in the shape of lists. */
export function namesOf(person: { chosen_name: string | null; given_names: string[]; family_name: string }): Named {
  return {
    chosen_name: person.chosen_name ?? person.given_names[0] ?? person.family_name,
    full_name: [...person.given_names, person.family_name].join(" "),
    family_name: person.family_name,
  };
}

/**
 * What each is called, for a screen that others can see. Who shares a first name gets the initial of the last word of
 * their name.
 */
export function calledNames(people: readonly Pick<Named, "chosen_name" | "full_name">[]): string[] {
  const times = new Map<string, number>();
  for (const { chosen_name } of people) times.set(chosen_name, (times.get(chosen_name) ?? 0) + 1);
  return people.map(({ chosen_name, full_name }) => {
    const initial = [...(full_name.split(/\s+/).at(-1) ?? "")][0];
    return times.get(chosen_name) === 1 || !initial ? chosen_name : `${chosen_name} ${initial}.`;
  });
}

/** The names of somebody on the staff, as they are displayed. Titles after a comma are not names. */
const staffNames = (displayName: string) => (displayName.split(",")[0] ?? "").trim().split(/\s+/);

/** First letters of the first and the last name. */
export function initials(displayName: string): string {
  const names = staffNames(displayName);
  const letters = names.length > 1 ? [names[0], names.at(-1)] : [names[0]];
  return letters.map((name) => [...(name ?? "")][0]?.toLocaleUpperCase() ?? "").join("");
}

/** The first name, and the names that are left where it finds no room. */
export function shortened(displayName: string): { first: string; rest: string } {
  const [first = "", ...rest] = staffNames(displayName);
  return rest.length > 0 ? { first, rest: rest.join(" ") } : { first: "", rest: first };
}
