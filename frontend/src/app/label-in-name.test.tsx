import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import i18next from "i18next";
import { expect, it } from "vitest";

import { chooseLanguage } from "@/lib/i18n";
import { languages } from "@/lib/preferred-language";

/** A button or link that says more to who listens than it shows: both keys, and how it is called for who listens. */
const NAMED =
  /<(Button|UnstyledButton|Anchor|Link)\b(?:=>|[^<>])*?aria-label=\{t\("([\w.]+)"(?:=>|[^<>])*?>\s*\{t\("([\w.]+)"\)\}\s*<\/\1>/g;

function pairs(): [file: string, named: string, shown: string][] {
  const source = join(process.cwd(), "src");
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
    .flatMap((file) =>
      [...readFileSync(join(source, file), "utf8").matchAll(NAMED)].map((found): [string, string, string] => [
        file,
        found[2] as string,
        found[3] as string,
      ]),
    );
}

/** WCAG 2.5.3: who speaks to the computer says what they see. */
it("calls what stands in words by these words, in both languages", async () => {
  await chooseLanguage("es");
  await Promise.all(Object.values(import.meta.glob("./routes/*.tsx")).map((load) => load()));
  const parts = import.meta.glob("../features/**/*-tab.tsx");
  await Promise.all(Object.values(parts).map((load) => load()));
  const found = pairs();
  expect(found.length).toBeGreaterThan(15);
  const wrong = found.flatMap(([file, named, shown]) =>
    languages.flatMap((lng) => {
      const [label, words] = [named, shown].map((key) => i18next.t(key as never, { lng, skipInterpolation: true }));
      // What is not a letter is not spoken; `{{action}}` is what stands there.
      const [said, seen] = [label, words].map((text) =>
        `${text}`
          .toLowerCase()
          .replaceAll(/[^\p{L} ]/gu, "")
          .trim(),
      );
      const holds = `${label}`.includes("{{action}}") || `${said}`.includes(`${seen}`);
      return holds ? [] : [`${file}: ${shown} “${words}”, called “${label}”`];
    }),
  );
  expect(wrong).toEqual([]);
});
