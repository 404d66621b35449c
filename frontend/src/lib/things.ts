/** Things written with commas between them, each once. */
export function thingsOf(text: string): string[] {
  const things = text
    .split(/[,\n]/)
    .map((thing) => thing.trim())
    .filter(Boolean);
  return [...new Set(things)];
}
