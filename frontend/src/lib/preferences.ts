/** What the reader chose for this browser. Nothing about people or sessions is ever kept here. */
type Preferences = { language: "en" | "es"; shortcuts: "on" | "off"; navigation: "rail" | "whole" };

const key = (name: keyof Preferences) => `handrail.${name}`;

export function readPreference<Name extends keyof Preferences>(name: Name): string | null {
  try {
    return window.localStorage.getItem(key(name));
  } catch {
    return null; // A browser that forbids storage keeps no choices, and everything else works.
  }
}

export function writePreference<Name extends keyof Preferences>(name: Name, value: Preferences[Name]): void {
  try {
    window.localStorage.setItem(key(name), value);
  } catch {
    // As above: the choice holds until the page is left.
  }
}
