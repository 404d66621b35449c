import { expect, it } from "vitest";

import { en } from "./en";
import { es } from "./es";

function flat(texts: object, path = ""): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(texts)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === "string") found.set(here, value);
    else for (const [inner, text] of flat(value, here)) found.set(inner, text);
  }
  return found;
}

// Those of features that come with their page, features/<name>/texts.ts, and those that features share.
const features = import.meta.glob<{ en: object; es: object }>(
  ["../../features/*/{texts,*-texts}.ts", "../../ui/*-texts.ts"],
  { eager: true },
);
const of = (language: "en" | "es") => Object.entries(features).map(([path, texts]) => [path, texts[language]]);
const english = flat({ ...en, ...Object.fromEntries(of("en")) });
const spanish = flat({ ...es, ...Object.fromEntries(of("es")) });
const variables = (text = "") => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort();

it("says everything in both languages", () => {
  expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort());
});

it("leaves no text empty", () => {
  for (const [key, text] of [...english, ...spanish]) expect(text.trim(), key).not.toBe("");
});

it("uses the same figures and names in both", () => {
  for (const [key, text] of english) expect(variables(spanish.get(key)), key).toEqual(variables(text));
});
