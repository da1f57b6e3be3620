// The set-up of every command. Each step is said in one line; what is there already is not done again.
import process from 'node:process';
import { chromium } from './chromium.mjs';
import { dependencies } from './dependencies.mjs';
import { fetchElectron, requireElectron } from './electron.mjs';
import { inRoot } from './project.mjs';
import { program } from './program.mjs';
import { Stop } from './say.mjs';

/** The stand-in runs where Debian's Chromium does; elsewhere only Electron itself. */
const standInRuns = process.platform === 'linux';

/** What ELECTRON asks for: 'real' or 'stand-in'; without it what the command `otherwise` takes. */
export function preference(otherwise) {
  const asked = process.env.ELECTRON || otherwise;
  if (['real', 'stand-in', 'any'].includes(asked)) return asked;
  throw new Stop(`ELECTRON is "${asked}"; it may be "real" or "stand-in", or be left out.`);
}

/** Installs what every command needs; `why` names the command in a refusal. */
export async function tools() {
  const major = Number(process.versions.node.split('.')[0]);
  if (major < 20) throw new Stop(`Paperdesk's commands need Node 20 or newer; this is Node ${process.versions.node}.`);
  await dependencies();
}

/**
 * Chooses what the desk runs on: Electron (fetched if it can be) or the stand-in (with its Chromium).
 * `prefer` is 'real' (nothing else will do), 'stand-in' (Electron is not asked for), or 'any'.
 * Gives the executable and whether it is the real Electron.
 */
export async function runtime(prefer, why) {
  if (prefer === 'real' || !standInRuns) return { executable: await requireElectron(why), real: true };
  const electron = prefer === 'any' ? await fetchElectron() : undefined;
  if (electron) return { executable: electron, real: true };
  await chromium();
  return { executable: inRoot('test', 'electron', 'bin', 'electron'), real: false };
}

export { program };
