import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnSync } from 'node:child_process';
import { fc } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Refused } from '../../../../src-main/contract/errors.ts';
import { inspectTable } from '../../../../src-main/exchange/index.ts';
import { RECORD_PARTS, type RecordFile } from '../../../../src-main/exchange/record/shape.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { anyTicket, writeTickets } from '../../../fixtures/random-tickets.ts';
import { bundled } from '../../bundled.ts';
import { rowsOf } from '../../privacy/desk.ts';
import { bringIn as words } from '../../../../src-renderer/texts/en/import.ts';
import { takeOut } from '../out/taking-out.ts';
import { lines, quietly, take, tableOf } from './desk.ts';

let office: TestOffice;
let whole: Buffer;
let before: ReturnType<typeof rowsOf>;
beforeAll(async () => {
  const from = await newOffice({ lines });
  const made = fc.sample(anyTicket, { numRuns: 3, seed: 12 }).map((one) => ({ ...one, hidden: false }));
  const ids = await writeTickets(from.store, from.actor.staffId, made);
  whole = (await takeOut(from, 'json', ids, { parts: [...RECORD_PARTS] })).file;
  await from.close();
  office = await newOffice({ lines });
  before = rowsOf(office.store);
});
afterAll(() => office.close());

const record = () => JSON.parse(whole.toString()) as RecordFile;
/** Why a file is refused, by its code; null where it is read. Nothing of it may be in the office. */
async function refusal(bytes: Uint8Array | string): Promise<string | null> {
  const from = await tableOf(office, bytes, 'tickets.json');
  try {
    await inspectTable(office.store, office.actor, { from }, quietly);
    return null;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { reason = '' } = error.detail;
    expect(Object.keys(words.table)).toContain(reason.replace('table-', ''));
    return reason;
  } finally {
    expect(rowsOf(office.store)).toEqual(before);
  }
}

describe('a JSON file that is not as Paperdesk wrote it', () => {
  test('cut off anywhere is refused with a sentence, and nothing of it comes in', async () => {
    const reasons = new Set<string | null>();
    const places = fc.sample(fc.integer({ min: 1, max: whole.length - 2 }), { numRuns: 120, seed: 1 });
    const edges = [1, 2, 3, 30, whole.length - 2, whole.length - 3, whole.length - 12];
    for (const at of [...edges, ...places]) {
      const reason = await refusal(whole.subarray(0, at));
      expect(reason, `cut at ${at} of ${whole.length}`).not.toBeNull();
      reasons.add(reason);
    }
    expect(reasons).toContain('table-cut-off');
  });

  test('of a newer version says so', async () => {
    expect(await refusal(JSON.stringify({ ...record(), version: 99 }))).toBe('table-json-newer');
    expect(await refusal(JSON.stringify({ ...record(), version: 'two' }))).toBe('table-json-head');
    expect(await refusal(JSON.stringify({ ...record(), format: 'elsewhere' }))).toBe('table-json-other');
    expect(await refusal('[{"id": 1}]')).toBe('table-json-other');
    expect(await refusal('{"tickets": {}}')).toBe('table-json-other');
  });

  test('nested without end is refused, and so is a number, name or text without end', async () => {
    const deep = (sign: [string, string], n: number) => sign[0].repeat(n) + sign[1].repeat(n);
    for (const inside of [deep(['[', ']'], 100_000), '{"a":'.repeat(100_000) + '1' + '}'.repeat(100_000)]) {
      const text = JSON.stringify(record());
      expect(await refusal(text.replace('"tickets":[{', `"tickets":[{"x":${inside},`))).toBe('table-damaged');
      expect(await refusal(text.replace('"office":{', `"office":{"x":${inside},`))).toBe('table-damaged');
    }
    expect(await refusal('['.repeat(2_000_000))).not.toBeNull();
    expect(await refusal('{"'.padEnd(2_000_000, 'a'))).not.toBeNull();
    expect(await refusal('{"format":'.padEnd(2_000_000, '9'))).not.toBeNull();
  });

  test('with members nobody knows comes in without them, and they are told', async () => {
    const file = record();
    const [first] = file.tickets;
    const odd = { mood: 'sour', __proto__: null, constructor: { name: 'x' } };
    Object.assign(file, { weather: 'rain', ...odd });
    Object.assign(first ?? {}, odd);
    Object.assign(first?.category ?? {}, { shade: 1 });
    const text = JSON.stringify(file).replace('{"format"', '{"__proto__":{"admin":true},"format"');
    const facts = await inspectTable(
      office.store,
      office.actor,
      { from: await tableOf(office, text, 'tickets.json') },
      quietly,
    );
    expect(facts.holds?.unknown).toEqual(
      expect.arrayContaining(['weather', 'mood', 'constructor', 'category.shade', '__proto__']),
    );
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    const other = await newOffice({ lines });
    try {
      const done = await take(other, await tableOf(other, text, 'tickets.json'));
      expect(done).toMatchObject({ added: 3, refused: 0 });
    } finally {
      await other.close();
    }
  });

  test('a ticket that is none is left out with the member to blame, and the others come in', async () => {
    const file = record();
    Object.assign(file.tickets[1] ?? {}, { created: 'last Monday' });
    const other = await newOffice({ lines });
    try {
      const done = await take(other, await tableOf(other, JSON.stringify(file), 'tickets.json'));
      expect(done).toMatchObject({ added: 2, refused: 1, refusedRows: [{ row: 2, at: 'created' }] });
    } finally {
      await other.close();
    }
  });
});

test('300 MB of it are read in bounded memory, and one ticket of 100 MB is left out alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'paperdesk-large-'));
  const path = join(folder, 'large.json');
  try {
    const file = record();
    const { tickets, count: _count, ...head } = file;
    const out = openSync(path, 'w');
    writeSync(out, JSON.stringify(head).slice(0, -1) + ',"tickets":[');
    const [first, second] = tickets;
    const long = { ...first, message: 'Lang. '.repeat(150_000), attachments: [], replies: [], notes: [], history: [] };
    const uid = (n: number) => n.toString(16).padStart(32, '0');
    let written = 0;
    for (let n = 0; written < 200_000_000; n += 1)
      written += writeSync(out, `${JSON.stringify({ ...long, uid: uid(n + 1), trackingId: `T-${n}`, aliases: [] })},`);
    const huge = JSON.stringify({ ...second, uid: uid(0) });
    writeSync(out, `${huge.slice(0, -1)},"padding":"`);
    for (let n = 0; n < 100; n += 1) writeSync(out, 'x'.repeat(1_000_000));
    writeSync(out, `"}],"count":2}`);
    closeSync(out);
    expect(statSync(path).size).toBeGreaterThan(300_000_000);
    const child = bundled('test/unit/exchange/bring-in/read-in-child.ts');
    const { stdout, stderr, status } = spawnSync(process.execPath, ['--max-old-space-size=256', child, path], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
    const read = JSON.parse(stdout) as { good: number; refused: string[]; peak: number };
    expect(read.good).toBeGreaterThan(200);
    expect(read.refused).toEqual(['record-too-long']);
    expect(read.peak).toBeLessThan(700_000_000);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
