// Electron's binary: whether it is here, and fetching it. The npm package comes without it.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { inRoot, remember, remembered, runOnNode } from './project.mjs';
import { step, Stop } from './say.mjs';

const failure = 'electron-fetch-failed';
const limit = 10 * 60_000;

export const electronVersion = () =>
  JSON.parse(fs.readFileSync(inRoot('node_modules', 'electron', 'package.json'), 'utf8')).version;

/** The binary's path, or undefined while it is not here. */
function electronBinary() {
  const folder = inRoot('node_modules', 'electron');
  const name = read(path.join(folder, 'path.txt')) ?? 'electron';
  const other = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  const binary = path.join(other ?? path.join(folder, 'dist'), name);
  if (other) return fs.existsSync(binary) ? binary : undefined;
  const version = read(path.join(folder, 'dist', 'version'))?.replace(/^v/, '');
  return version === electronVersion() && fs.existsSync(binary) ? binary : undefined;
}

/** Fetches the binary unless it is here, or a fetch of this version failed before; gives its path or undefined. */
export async function fetchElectron({ again = false } = {}) {
  const here = electronBinary();
  if (here) return here;
  const version = electronVersion();
  if (again) remember(failure, undefined);
  if (remembered(failure) === version) return undefined;
  await step(`Fetching Electron ${version}`, async () => {
    const { code } = await runOnNode(inRoot('node_modules', 'electron', 'install.js'), [], { limit });
    if (code === 0 && electronBinary()) return;
    remember(failure, version);
    return 'cannot be reached from here';
  });
  return electronBinary();
}

/** The binary's path; refuses with a sentence when it is not here and cannot be fetched. */
export async function requireElectron(why, options) {
  const binary = await fetchElectron(options);
  if (binary) return binary;
  const version = electronVersion();
  throw new Stop(
    `${why} needs the binary of Electron ${version}, which is not here and could not be fetched from GitHub. ` +
      'On a machine that reaches GitHub, ask again with: npm run electron',
  );
}

function read(file) {
  try {
    return fs.readFileSync(file, 'utf8').trim();
  } catch {
    return undefined;
  }
}
