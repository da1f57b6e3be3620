// npm test: set-up, then types, lint, format, architecture, unit and end-to-end tests; ends with "N passed, N failed".
// npm test -- --only unit,lint     some phases      npm test -- --grep @access     tests whose title matches
// npm test -- test/unit/store      the tests under these paths
import process from 'node:process';
import { parseArgs } from 'node:util';
import { program, runtime, tools } from './setup/index.mjs';
import { command, say, Stop } from './setup/say.mjs';
import { judges, staticChecks } from './testing/checks.mjs';
import { closingLine, nothing } from './testing/count.mjs';
import { endToEnd } from './testing/end-to-end.mjs';
import { unit } from './testing/unit.mjs';

const phases = ['types', 'lint', 'format', 'architecture', 'unit', 'e2e'];

await command(async () => {
  const { wanted, narrowed, grep, unitPaths, e2ePaths } = asked();
  await tools();
  const real = wanted.has('e2e') ? await ready() : undefined;
  const still = narrowed ? ['--passWithNoTests'] : [];
  const unitMore = [...unitPaths, ...(grep ? ['-t', grep] : []), ...still];
  const counts = await Promise.all([
    narrowed ? nothing() : judges(),
    staticChecks(wanted),
    wanted.has('unit') ? unit({ more: unitMore }) : nothing(),
  ]);
  if (wanted.has('e2e') && real === undefined) counts.push({ ...nothing(), failed: 1 });
  else if (wanted.has('e2e')) {
    const none = narrowed ? ['--pass-with-no-tests'] : [];
    counts.push(await endToEnd({ real, more: [...e2ePaths, ...(grep ? ['--grep', grep] : []), ...none] }));
  }
  return closingLine(counts);
});

/** Makes the built program ready; says whether it runs on the real Electron, or undefined when it cannot run. */
async function ready() {
  try {
    const { real } = await runtime(process.env.ELECTRON === 'real' ? 'real' : 'stand-in', 'npm test');
    await program();
    return real;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(`FAILED  the end-to-end tests cannot run: ${error.message}`);
    return undefined;
  }
}

/** What the arguments ask for: all phases, or those named, or those that the paths and the title belong to. */
function asked() {
  let given;
  try {
    const options = { only: { type: 'string', multiple: true }, grep: { type: 'string' } };
    given = parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new Stop(error.message);
  }
  const { only, grep } = given.values;
  const paths = given.positionals.map((place) => place.replaceAll('\\', '/'));
  const unitPaths = paths.filter((place) => place.startsWith('test/unit'));
  const e2ePaths = paths.filter((place) => place.startsWith('test/e2e'));
  const names = only?.flatMap((list) => list.split(',')) ?? implied({ paths, unitPaths, e2ePaths, grep });
  const unknown = names.filter((name) => !phases.includes(name));
  if (unknown.length > 0) throw new Stop(`--only knows ${phases.join(', ')}, not ${unknown.join(', ')}.`);
  if (unitPaths.length + e2ePaths.length < paths.length) throw new Stop('Paths start with test/unit or test/e2e.');
  const narrowed = paths.length > 0 || grep !== undefined || only !== undefined;
  if (narrowed) say(`Only ${names.join(', ')}${grep ? `, titles matching ${grep}` : ''}`);
  return { wanted: new Set(names), narrowed, grep, unitPaths, e2ePaths };
}

function implied({ paths, unitPaths, e2ePaths, grep }) {
  if (paths.length > 0) return [...(unitPaths.length > 0 ? ['unit'] : []), ...(e2ePaths.length > 0 ? ['e2e'] : [])];
  return grep === undefined ? phases : ['unit', 'e2e'];
}
