// House rules that no linter knows: file names, file lengths, rules switched off in a comment, warnings without a reason.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { inRoot } from './setup/project.mjs';

const places = ['src-main', 'src-renderer', 'test', 'scripts'];
const code = /\.(ts|svelte|mjs|cjs|js|css)$/;
const drawer = /^(utils?|helpers?|common|managers?|services?|base)$/i;
const longest = 400;
const switchedOff = ['eslint-disable', '@ts-ignore', '@ts-expect-error', '@ts-nocheck', 'prettier-ignore'];
/** Where the words are named that are refused. */
const ownWords = ['scripts/house.mjs', 'test/unit/house/'];

const broken = places.flatMap((place) => look(place));
for (const line of broken) process.stdout.write(`${line}\n`);
process.exitCode = broken.length > 0 ? 1 : 0;

function look(place) {
  const kind = fs.statSync(inRoot(place), { throwIfNoEntry: false });
  if (!kind) return [];
  const named = path.basename(place).split('.')[0].split(/[-_]/).at(-1);
  const name = drawer.test(named) ? [`${place}: name it after what it knows, not "${named}"`] : [];
  if (!kind.isDirectory()) return [...name, ...(code.test(place) ? read(place) : [])];
  const inside = fs.readdirSync(inRoot(place)).filter((entry) => entry !== 'node_modules');
  return [...name, ...inside.flatMap((entry) => look(`${place}/${entry}`))];
}

function read(place) {
  const lines = fs.readFileSync(inRoot(place), 'utf8').trimEnd().split('\n');
  const length = lines.length > longest ? [`${place}: ${lines.length} lines, at most ${longest}`] : [];
  if (ownWords.some((own) => place.startsWith(own))) return length;
  const off = lines.flatMap((line, index) =>
    switchedOff.filter((word) => line.includes(word)).map((word) => `${place}:${index + 1}: ${word}: mend it instead`),
  );
  const unexplained = lines.flatMap((line, index) => {
    if (!line.includes('svelte-ignore') || /svelte-ignore [\w-]+ \(.+\)/.test(line)) return [];
    return /^\s*(<!--|\/\/)/.test(lines[index - 1] ?? '') ? [] : [`${place}:${index + 1}: svelte-ignore: say why`];
  });
  return [...length, ...off, ...unexplained];
}
