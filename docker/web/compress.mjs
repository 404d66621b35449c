// Writes FILE.br and FILE.gz beside every text file of a build, and takes out what the web server writes itself.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const TEXT = new Set([".css", ".html", ".js", ".json", ".svg", ".txt"]);
const WORTH_BYTES = 1000; // below, headers outweigh what is saved

const root = process.argv[2];
rmSync(join(root, ".vite"), { recursive: true, force: true });
rmSync(join(root, ".ready"), { force: true });
rmSync(join(root, "config.json"), { force: true });
for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
  const path = join(entry.parentPath, entry.name);
  if (!entry.isFile() || !TEXT.has(extname(path))) continue;
  const content = readFileSync(path);
  if (content.length < WORTH_BYTES) continue;
  const brotli = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  writeFileSync(`${path}.br`, brotliCompressSync(content, { params: brotli }));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
