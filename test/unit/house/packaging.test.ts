import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { plant, type Planted } from './planted.ts';

/** The mark before the fuses in Electron's binary, and the fuses' order behind version and length (@electron/fuses). */
const sentinel = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const fuses = [
  'RunAsNode',
  'EnableCookieEncryption',
  'EnableNodeOptionsEnvironmentVariable',
  'EnableNodeCliInspectArguments',
  'EnableEmbeddedAsarIntegrityValidation',
  'OnlyLoadAppFromAsar',
  'LoadBrowserProcessSpecificV8Snapshot',
  'GrantFileProtocolExtraPrivileges',
];

/** What stands in Electron's place: no program, but fuses of the same form, all of them the wrong way round. */
const electron = {
  'electron/electron': `before ${sentinel}\u0001\u000810110001 after`,
  'electron/version': '0.0.0',
  'electron/LICENSE': '',
  'electron/LICENSES.chromium.html': '',
};

const program = {
  LICENSE: 'MIT',
  'out/.built': '',
  'out/main/main.js': 'export {};',
  'out/main/main.js.map': '',
  'out/preload/preload.cjs': '',
  'out/renderer/index.html': '',
  'drizzle/0000_first.sql': '',
  'resources/icons/icon.svg': '',
  'resources/icons/16x16.png': '',
  'src-main/main.ts': '',
  'test/unit/a.test.ts': '',
};

describe('the packed program', () => {
  let planted: Planted;
  let packed: string;
  let names: string[];

  beforeAll(async () => {
    planted = plant({ ...electron, ...program });
    const how = ['--linux', '--x64', '--dir', '--publish', 'never', '-c.electronDist=electron'];
    // the packer takes nothing from the system's temporary folder, where a checkout may be, unless that is its own
    await planted.run('node_modules/electron-builder/cli.js', how, { TMPDIR: '' });
    packed = path.join(planted.folder, 'dist/linux-unpacked');
    names = packedNames(path.join(packed, 'resources/app.asar'));
  }, 120_000);
  afterAll(() => planted.remove());

  test('@security has its fuses set: no Node, no inspector, only its own checked archive', () => {
    const binary = fs.readFileSync(path.join(packed, 'paperdesk'), 'latin1');
    const states = binary.slice(binary.indexOf(sentinel) + sentinel.length + 2);
    const on = fuses.filter((_, index) => states[index] === '1');
    expect(on).toEqual(['EnableCookieEncryption', 'EnableEmbeddedAsarIntegrityValidation', 'OnlyLoadAppFromAsar']);
  });

  test('holds the program, its migrations and its resources', () => {
    const wanted = ['out/main/main.js', 'out/preload/preload.cjs', 'out/renderer/index.html', 'drizzle/0000_first.sql'];
    expect(names).toEqual(expect.arrayContaining([...wanted, 'resources/icons/16x16.png', 'LICENSE', 'package.json']));
  });

  test('holds no source, no map, no test and no library that was bundled', () => {
    const surplus = names.filter((name) => /^(src-|test|scripts)|\.map$|\.svg$|\.built$/.test(name));
    expect(surplus).toEqual([]);
    const libraries = names.filter((name) => name.startsWith('node_modules/')).map((name) => name.split('/')[1]);
    expect([...new Set(libraries)]).toEqual(['better-sqlite3']);
  });

  test("has the database's native part beside the archive, for its own system only", () => {
    const natives = path.join(packed, 'resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds');
    expect(fs.readdirSync(natives)).toEqual(['linux-x64.node']);
    expect(names.filter((name) => name.endsWith('.node'))).toHaveLength(1);
  });
});

type Entry = { files?: Record<string, Entry> };

/** The files in an ASAR archive: a pickled JSON header, whose length stands in its bytes 12 to 15. */
function packedNames(archive: string): string[] {
  const bytes = fs.readFileSync(archive);
  const header = JSON.parse(bytes.subarray(16, 16 + bytes.readUInt32LE(12)).toString('utf8')) as Entry;
  const walk = (entry: Entry, place: string): string[] =>
    entry.files ? Object.entries(entry.files).flatMap(([name, inner]) => walk(inner, `${place}/${name}`)) : [place];
  return walk(header, '').map((name) => name.slice(1));
}
