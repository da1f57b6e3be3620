import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { startDesk } from '../e2e/desk.ts';
import { machine } from '../bench/machine.ts';
import * as elsewhere from './elsewhere.ts';
import * as first from './first-half.ts';
import { TourLog } from './log.ts';
import { report } from './report.ts';
import * as second from './second-half.ts';
import { Clerk } from './window.ts';

const { values } = parseArgs({ options: { to: { type: 'string', default: 'tour' } } });

/** The main job of the desk from the first screen to the closing. Answers whether every check held. */
async function tour(folder: string): Promise<boolean> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const aside = mkdtempSync(join(tmpdir(), 'paperdesk-tour-'));
  const log = new TourLog();
  const office = join(aside, 'Nordhafen.desk');
  const desk = await log.step('Started the desk', () =>
    startDesk({ folder: aside, programFolder: join(aside, 'program') }),
  );
  let open = true;
  desk.app.once('close', () => (open = false));
  try {
    const clerk = new Clerk(desk, join(folder, 'screenshots'));
    const all: first.Tour = { clerk, log, office, folder };
    await first.openSample(all);
    await first.bringIn(all);
    const { toDelete, toAnonymise } = await first.findPerson(all);
    await first.printOne(all);
    await first.exportXml(all);
    await first.printTwenty(all);
    await first.exportSelection(all);
    // before anything is deleted: what can still be undone is in no SQL
    await elsewhere.saveAsSql(all, aside);
    await elsewhere.saveSettings(all);
    await elsewhere.moveBySql(all, aside);
    await elsewhere.moveByWorkbook(all, aside);
    await second.deleteOne(all, toDelete);
    await second.anonymiseOne(all, toAnonymise);
    await second.lookAgain(all, toAnonymise);
    await second.otherScreens(all);
    await second.backUp(all, toAnonymise);
    await second.close(all, toDelete);
  } catch (error) {
    if (open) await desk.page.screenshot({ path: join(folder, 'where-it-stopped.png') }).catch(() => undefined);
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  } finally {
    if (open) await desk.close().catch(() => undefined);
    const left = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .map((name) => name.replaceAll('\\', '/'))
      .filter((name) => /\.\w+$/.test(name))
      .sort();
    writeFileSync(join(folder, 'report.md'), report(log, { machine: machine(), left }));
    rmSync(aside, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  const ended = log.steps.at(-1)?.what === 'Closed the program';
  const held = log.holds && ended;
  process.stdout.write(`${held ? 'Every check holds' : 'NOT every check holds'}: ${join(folder, 'report.md')}\n`);
  return held;
}

if (!(await tour(resolve(values.to)))) process.exitCode = 1;
