// The built program under out/: built anew when its sources changed.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { inRoot, root, runOnNode } from './project.mjs';
import { step, Stop, tail } from './say.mjs';

const sources = ['src-main', 'src-renderer', 'drizzle', 'resources', 'scripts/build.mjs', 'package-lock.json'];
const stamp = () => inRoot('out', '.built');

/** Builds the program when its sources changed since; `packaged` leaves out what only developers need. */
export async function program({ packaged = false } = {}) {
  const wanted = `${packaged ? 'packaged' : 'development'} ${fingerprint()}`;
  if (fs.existsSync(stamp()) && fs.readFileSync(stamp(), 'utf8') === wanted) return;
  await step('Building the program', async () => {
    fs.rmSync(stamp(), { force: true });
    const { code, output } = await runOnNode(inRoot('scripts', 'build.mjs'), packaged ? ['--packaged'] : []);
    if (code !== 0) throw new Stop(`${tail(output, 40)}\nThe program could not be built; the reason stands above.`);
    fs.writeFileSync(stamp(), wanted);
  });
}

function fingerprint() {
  const hash = createHash('sha256');
  for (const source of sources) add(hash, inRoot(source));
  return hash.digest('hex');
}

function add(hash, place) {
  const kind = fs.statSync(place, { throwIfNoEntry: false });
  if (!kind) return;
  if (kind.isDirectory()) {
    for (const name of fs.readdirSync(place).sort()) add(hash, path.join(place, name));
    return;
  }
  hash.update(`${path.relative(root, place)}\n${kind.size}\n`).update(fs.readFileSync(place));
}
