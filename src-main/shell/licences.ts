import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const Licences = v.array(
  v.object({ name: v.string(), version: v.string(), identifier: v.nullish(v.string()), text: v.nullish(v.string()) }),
);

/** Libraries that are not bundled but packed beside, with their licence files. */
const BESIDE = ['better-sqlite3'];

/** The licences of all that is in the program, as the build wrote them down, one after the other by name. */
export async function licencesText(appFolder: string): Promise<string> {
  const own = await readFile(join(appFolder, 'LICENSE'), 'utf8').catch(() => 'MIT licence');
  const bundled = [];
  for (const part of ['main', 'renderer']) {
    const written = await readFile(join(appFolder, 'out', part, 'licences.json'), 'utf8').catch(() => '[]');
    bundled.push(...v.parse(Licences, JSON.parse(written)));
  }
  for (const name of BESIDE) {
    const text = await readFile(join(appFolder, 'node_modules', name, 'LICENSE'), 'utf8').catch(() => null);
    bundled.push({ name, version: '', identifier: 'MIT', text });
  }
  const byName = new Map(bundled.map((licence) => [`${licence.name} ${licence.version}`, licence]));
  const sections = [...byName.values()]
    .sort((a, b) => a.name.localeCompare(b.name))
    .map(({ name, version, identifier, text }) => `${name} ${version}\n${identifier ?? ''}\n\n${text ?? ''}`.trim());
  return [`Paperdesk\n\n${own.trim()}`, ...sections].join('\n\n----------------------------------------\n\n');
}
