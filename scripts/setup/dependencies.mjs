// The dependencies, as package-lock.json says.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { inRoot, projectNode, remember, remembered, run } from './project.mjs';
import { beginning, step, Stop } from './say.mjs';

const stamp = 'dependencies';

/** Installs the dependencies when they are missing, or when package-lock.json changed since. */
export async function dependencies() {
  const lock = fs.readFileSync(inRoot('package-lock.json'));
  const wanted = createHash('sha256').update(`${process.platform} ${process.arch}\n`).update(lock).digest('hex');
  if (fs.existsSync(projectNode())) {
    if (remembered(stamp) === wanted) return;
    if (installedByHand(lock)) return remember(stamp, wanted);
  }
  await step('Installing the dependencies', async () => {
    const { command, args, shell } = npm();
    const options = { env: { ...process.env, npm_config_update_notifier: 'false' }, shell };
    const { code, output } = await run(command, [...args, '--no-audit', '--no-fund', '--loglevel=error'], options);
    if (code === 0) return remember(stamp, wanted);
    throw new Stop(`${beginning(output)}\nThe dependencies could not be installed; what npm said stands above.`);
  });
}

/** Whether npm's own list of what is installed already agrees with the lock (somebody ran npm by hand). */
function installedByHand(lock) {
  let installed;
  try {
    installed = JSON.parse(fs.readFileSync(inRoot('node_modules', '.package-lock.json'), 'utf8')).packages;
  } catch {
    return false;
  }
  const wanted = Object.entries(JSON.parse(lock).packages).filter(([place]) => place !== '');
  return wanted.every(([place, { version, optional }]) => installed[place]?.version === version || optional);
}

/**
 * npm, run by the Node it came with: `npm ci` removes the project's own Node while it works.
 * Windows cannot remove a program that runs, so there a changed lock is followed by `npm install`.
 */
function npm() {
  const running = path.resolve(process.execPath) === path.resolve(projectNode());
  const verb = process.platform === 'win32' && running ? ['install', '--no-save'] : ['ci'];
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  if (script?.endsWith('.js')) {
    const own = node && path.resolve(node) !== path.resolve(projectNode()) ? node : process.execPath;
    return { command: own, args: [script, ...verb], shell: false };
  }
  return { command: 'npm', args: verb, shell: process.platform === 'win32' };
}
