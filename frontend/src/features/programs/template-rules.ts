export type Texts = Readonly<Record<string, string>>;

type Said = {
  description: string | null;
  blocks: { label: string }[];
  curriculum?: { topics: string[] }[];
};

/** A plan with other words for what it says. Its name stays: it is what everybody calls the program. */
export function inWords<Plan extends Said>(plan: Plan, texts: Texts): Plan {
  const word = (text: string) => texts[text] ?? text;
  return {
    ...plan,
    description: plan.description && word(plan.description),
    blocks: plan.blocks.map((block) => ({ ...block, label: word(block.label) })),
    ...(plan.curriculum && {
      curriculum: plan.curriculum.map((part) => ({ ...part, topics: part.topics.map(word) })),
    }),
  };
}
