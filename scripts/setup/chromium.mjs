// Chromium, on which the stand-in for Electron runs.
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { run } from './project.mjs';
import { step, Stop, tail } from './say.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome'];

/** Makes sure there is a Chromium: from the system's packages where they may be installed, or by one sentence. */
export async function chromium() {
  if (found()) return;
  const given = process.env.CHROME_PATH;
  if (given) throw new Stop(`The stand-in for Electron needs Chromium; CHROME_PATH is ${given}, which cannot be run.`);
  const install = aptInstall();
  if (!install) throw new Stop(`The stand-in for Electron needs Chromium. ${advice()}`);
  await step('Installing Chromium', async () => {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const update = await run('apt-get', ['update', '--quiet'], { env });
    const { code, output } = await run('apt-get', install, { env });
    if (code === 0 && found()) return;
    throw new Stop(`${tail(code === 0 ? update.output : output)}\nChromium could not be installed. ${advice()}`);
  });
}

function found() {
  const given = process.env.CHROME_PATH;
  if (given) return runs(given);
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter(Boolean);
  return names.some((name) => folders.some((folder) => runs(path.join(folder, name))));
}

function runs(file) {
  try {
    fs.accessSync(file, fs.constants.X_OK);
    return fs.statSync(file).isFile();
  } catch {
    return false;
  }
}

/** What to ask apt-get for when this is root on Debian or Ubuntu; Ubuntu's package has another name. */
function aptInstall() {
  if (process.getuid?.() !== 0 || !fs.existsSync('/usr/bin/apt-get')) return undefined;
  return ['install', '--yes', '--quiet', '--no-install-recommends', packageName()];
}

const packageName = () => (system().includes('ubuntu') ? 'chromium-browser' : 'chromium');

function system() {
  try {
    return /^ID=(.*)$/m.exec(fs.readFileSync('/etc/os-release', 'utf8'))?.[1] ?? '';
  } catch {
    return '';
  }
}

function advice() {
  if (process.platform !== 'linux')
    return 'Install Chrome and set CHROME_PATH to it, or get Electron: npm run electron';
  if (fs.existsSync('/usr/bin/apt-get')) return `Install it with: sudo apt-get install --yes ${packageName()}`;
  if (fs.existsSync('/usr/bin/dnf')) return 'Install it with: sudo dnf install --assumeyes chromium';
  if (fs.existsSync('/usr/bin/pacman')) return 'Install it with: sudo pacman --sync chromium';
  return 'Install Chromium or Chrome, and set CHROME_PATH when it is not in PATH.';
}
