import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { Ajv2020 } from 'ajv/dist/2020.js';
import * as v from 'valibot';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { RECORD_PARTS, RecordFile, type RecordPart } from '../../../../src-main/exchange/record/shape.ts';
import { ledger, ledgerTargets } from '../../../../src-main/store/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { anyTicket, writeTickets, type AnyTicket } from '../../../fixtures/random-tickets.ts';
import { ALL_PARTS, quietly, takeOut } from './taking-out.ts';

const SCHEMA = JSON.parse(readFileSync('docs/tickets.schema.json', 'utf8')) as object;
const formats = { 'date-time': (text: string) => Number.isFinite(Date.parse(text)) };
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, formats });
const validate = ajv.compile(SCHEMA);

let office: TestOffice;
beforeAll(async () => {
  office = await newOffice();
});
afterAll(() => office.close());

/** A JSON file as a program reads it that knows only the schema. */
function read(file: Buffer): RecordFile {
  const parsed = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(file)) as RecordFile;
  validate(parsed);
  expect(validate.errors ?? []).toEqual([]);
  return parsed;
}
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
const anyParts = fc.subarray([...RECORD_PARTS]);

/** What must be in a record, said by the one who made the ticket. */
function expectTold(record: RecordFile['tickets'][number] | undefined, one: AnyTicket, parts: readonly RecordPart[]) {
  const has = (part: RecordPart) => parts.includes(part);
  expect(record).toMatchObject({
    subject: one.subject,
    message: one.message,
    format: one.bodyFormat,
    channel: one.channel,
    ip: one.ip,
    created: iso(one.createdAt),
    due: iso(one.dueAt),
    anonymised: iso(one.anonymisedAt),
    timeWorked: one.timeWorked,
    owner: one.byStaff ? { name: 'Hanna Lindqvist' } : null,
  });
  expect(record?.tags.toSorted()).toEqual(one.tags.toSorted());
  expect(record?.fields.flatMap(({ values }) => values).toSorted()).toEqual(
    one.values.map(({ value }) => value).toSorted(),
  );
  const texts = (kind: 'reply' | 'note') =>
    one.entries
      .filter((entry) => entry.kind === kind)
      .map(({ body }) => body)
      .toSorted();
  expect(record?.replies?.map(({ text }) => text).toSorted()).toEqual(has('replies') ? texts('reply') : undefined);
  expect(record?.notes?.map(({ text }) => text).toSorted()).toEqual(has('notes') ? texts('note') : undefined);
  const shown = one.people.filter(({ hidden }) => !hidden);
  expect(record?.people?.map(({ name }) => name).toSorted()).toEqual(
    has('people') ? shown.map(({ name }) => name).toSorted() : undefined,
  );
  expect(record?.people?.flatMap(({ identifiers }) => identifiers.map(({ value }) => value)).toSorted()).toEqual(
    has('people') ? shown.flatMap(({ known }) => known.map(({ value }) => value)).toSorted() : undefined,
  );
  expect(record?.history?.map(({ what }) => what)).toEqual(has('history') ? one.history : undefined);
  for (const file of record?.attachments ?? []) {
    expect(file.base64 !== undefined).toBe(has('bytes'));
    if (file.base64 === undefined) continue;
    const bytes = Buffer.from(file.base64, 'base64');
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(file.sha256);
    expect(bytes.length).toBe(file.size);
  }
}

describe('JSON', () => {
  test.prop([fc.array(anyTicket, { minLength: 1, maxLength: 4 }), anyParts], { numRuns: 40 })(
    'of any office holds to its schema, and gives back every text as it was; what is deleted is never in it',
    async (made, parts) => {
      const ids = await writeTickets(office.store, office.actor.staffId, made);
      const shown = made.filter(({ hidden }) => !hidden);
      if (shown.length === 0) {
        await expect(takeOut(office, 'json', ids, { parts })).rejects.toMatchObject({ code: 'not-found' });
        return;
      }
      const { file, tickets, leftOut, sha256 } = await takeOut(office, 'json', ids, { parts });
      const told = read(file);
      expect(v.parse(RecordFile, told)).toEqual(told);
      expect([told.count, told.tickets.length, tickets, leftOut]).toEqual([
        shown.length,
        shown.length,
        shown.length,
        0,
      ]);
      expect(createHash('sha256').update(file).digest('hex')).toBe(sha256);
      for (const [n, one] of made.entries()) {
        const record = told.tickets.find(({ number }) => number === ids[n]);
        if (one.hidden) expect(record).toBeUndefined();
        else expectTold(record, one, parts);
      }
    },
  );

  test('leaves out what came with a private note, and the remark about a person, unless notes go along', async () => {
    const [one] = fc.sample(anyTicket, { numRuns: 1, seed: 7 });
    const note = { kind: 'note' as const, authorKind: 'staff' as const, body: 'secret', channel: 'mail' as const };
    const file = { name: 'secret.pdf', bytes: new Uint8Array(3), sensitive: false, withEntry: true };
    const person = { name: 'Ada', role: 'requester' as const, hidden: false, known: [], remark: 'secret' };
    const made: AnyTicket = {
      ...(one as AnyTicket),
      hidden: false,
      subject: 'Open',
      message: 'Open',
      entries: [{ ...note, bodyFormat: 'plain', createdAt: 0, editedAt: null }],
      files: [file],
      people: [{ ...person, noticeGivenAt: null }],
    };
    const ids = await writeTickets(office.store, office.actor.staffId, [made]);
    const without = await takeOut(office, 'json', ids, { parts: ['replies', 'people', 'attachments', 'bytes'] });
    expect(without.file.includes('secret')).toBe(false);
    const [told] = read((await takeOut(office, 'json', ids)).file).tickets;
    expect(told).toMatchObject({ notes: [{ text: 'secret' }], people: [{ remark: 'secret' }] });
    expect(told?.attachments).toMatchObject([{ name: 'secret.pdf', entry: told?.notes?.[0]?.uid }]);
  });

  test('is one line a ticket, the newest first, and says at its end how many', async () => {
    const [a, b] = fc.sample(anyTicket, { numRuns: 2, seed: 3 }) as [AnyTicket, AnyTicket];
    const shown = [a, b].map((one) => ({ ...one, hidden: false }));
    const ids = await writeTickets(office.store, office.actor.staffId, shown);
    const lines = (await takeOut(office, 'json', ids)).file.toString().trimEnd().split('\n');
    expect(lines).toHaveLength(4);
    expect(lines.slice(1, 3).map((line) => (JSON.parse(line.replace(/,$/, '')) as { number: number }).number)).toEqual(
      ids.toReversed(),
    );
    expect(lines.at(-1)).toBe('],"count":2}');
  });

  test('of a ticket with 200 replies and a message of 1 MB with everything in it is whole', async () => {
    const hostile = '\u0001]]>\ud800=HYPERLINK\r\n\u202e\u2028"\\';
    const message = hostile.repeat(60_000).slice(0, 1_000_000);
    const { id } = await office.call('tickets.create', {
      channel: 'mail',
      person: { create: { name: 'Ada Byron' } },
      subject: 'Long',
      message: message.slice(0, 400_000),
    });
    for (let n = 0; n < 200; n += 1)
      await office.call('tickets.reply', { id, kind: 'reply', body: `${n} ${hostile.repeat(100)}`, from: 'person' });
    const [told] = read((await takeOut(office, 'json', [id])).file).tickets;
    expect(told?.replies).toHaveLength(200);
    expect(told?.message).toBe(message.slice(0, 400_000).toWellFormed().replace(/\r\n?/g, '\n'));
    expect(told?.replies?.[199]?.text).toContain('199 \u0001]]>\ufffd=HYPERLINK\n\u202e\u2028"\\');
  });

  test('is written down: kind, parts, whose data, where to', async () => {
    const ids = await writeTickets(office.store, office.actor.staffId, [
      { ...(fc.sample(anyTicket, { numRuns: 1, seed: 5 })[0] as AnyTicket), hidden: false },
    ]);
    const { path, sha256, bytes } = await takeOut(office, 'json', ids, { parts: ['notes'] });
    const line = (await office.store.db.select().from(ledger)).at(-1);
    expect(line).toMatchObject({ kind: 'json', destination: path, sha256, bytes, parts: ['notes'], tickets: 1 });
    const targets = (await office.store.db.select().from(ledgerTargets)).filter(
      ({ ledgerId }) => ledgerId === line?.id,
    );
    expect(targets.filter(({ kind }) => kind === 'ticket')).toHaveLength(1);
  });

  test('stopped in the middle leaves the old file as it was', async () => {
    const path = join(office.folder, 'out.json');
    writeFileSync(path, 'old');
    const { id } = await office.call('tickets.create', {
      channel: 'mail',
      person: { create: { name: 'Ada Byron' } },
      subject: 'Stop',
      message: '',
    });
    let asked = 0;
    const check = () => {
      asked += 1;
      throw Object.assign(new Error('stopped'), { asked });
    };
    await expect(
      takeOut(office, 'json', [id], { parts: ALL_PARTS, working: { ...quietly, check } }),
    ).rejects.toMatchObject({ asked: 1 });
    expect(readFileSync(path, 'utf8')).toBe('old');
    expect(readdirSync(office.folder).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect(existsSync(path)).toBe(true);
  });
});
