import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { contract } from '../../../src-main/contract/index.ts';
import type { Preview } from '../../../src-main/contract/privacy.ts';
import type { UndoAct } from '../../../src-main/contract/undo.ts';
import { createGate, type Gate } from '../../../src-main/gate.ts';
import { peopleLines } from '../../../src-main/people/index.ts';
import { privacyLines } from '../../../src-main/privacy/index.ts';
import { residueInFolder } from '../../../src-main/store/residue.ts';
import { ticketLines, ticketRows } from '../../../src-main/tickets/index.ts';
import { undoLines } from '../../../src-main/undo/index.ts';
import { desk, FOUNDING } from '../shell/offices.ts';

let folder: string;
let it: ReturnType<typeof desk>;
let gate: Gate;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'paperdesk-forgetting-'));
  mkdirSync(join(folder, 'program'));
  mkdirSync(join(folder, 'office'));
  it = desk(join(folder, 'program'));
  await it.offices.found(join(folder, 'office', 'Nordhafen.desk'), FOUNDING);
  gate = createGate({
    contract,
    lines: { tickets: ticketLines, people: peopleLines(ticketRows), privacy: privacyLines, undo: undoLines },
    office: () => it.offices.current,
    changed: () => it.offices.changed(),
    bug: (call, error) => {
      throw new Error(call, { cause: error });
    },
  });
});
afterEach(async () => {
  await it.offices.end();
  rmSync(folder, { recursive: true, force: true });
});

async function call<T>(name: string, input: unknown = {}): Promise<T> {
  const answer = await gate(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${JSON.stringify(answer.error.detail)}`);
  return answer.value as T;
}
const next = () => call<{ undo: UndoAct | null; redo: UndoAct | null }>('undo.next');
async function take(subject: string, name: string): Promise<number> {
  const person = { create: { name, email: `${name.toLowerCase()}@x.example` } };
  const given = { channel: 'mail', subject, message: `${subject}, says ${name}`, person };
  return (await call<{ id: number }>('tickets.create', given)).id;
}
/** Previews an act and does it in its worker, as the screen would. */
async function carryOut(act: 'delete' | 'anonymise', ids: number[]): Promise<Record<string, unknown>> {
  const selection = { ids };
  const { stamp } = await call<Preview>('privacy.preview', { act, selection });
  return ended(await call<{ job: string }>('privacy.act', { act, selection, stamp, reason: 'request' }));
}
async function ended({ job }: { job: string }): Promise<Record<string, unknown>> {
  const end = () =>
    it.told.find(({ event, payload }) => event === 'finished' && (payload as { job: string }).job === job)?.payload;
  await vi.waitFor(() => expect(end()).toBeDefined(), { timeout: 30_000, interval: 20 });
  return end() as Record<string, unknown>;
}

describe('before data of somebody go', () => {
  test.each(['delete', 'anonymise'] as const)(
    'to %s drops every act that touches the ticket or its people, and no other',
    async (act) => {
      const ours = await take('Boiler', 'Agnieszka');
      const others = await take('Lift', 'Mehmet');
      await call('tickets.change', { id: others, version: 1, change: { priorityId: 1 } });
      await call('tickets.change', { id: ours, version: 1, change: { priorityId: 1 } });
      await call('tickets.changeMany', { selection: { ids: [ours, others] }, change: { dueAt: 7 } });
      await call('people.noticeGiven', { id: 1, given: true });
      await call('undo.take');
      it.told.length = 0;
      await carryOut(act, [ours]);
      const calls = [];
      for (let { undo } = await next(); undo; { undo } = await next()) {
        calls.push(undo.call);
        // taken back or not: an act on both tickets, done later, is among those that were dropped
        await call('undo.take').catch(() => undefined);
      }
      expect(calls).toEqual([...(act === 'delete' ? ['privacy.act'] : []), 'tickets.change', 'tickets.create']);
      const forgotten = it.told.filter(({ event }) => event === 'forget').map(({ payload }) => payload);
      expect(forgotten).toEqual([
        { tickets: [ours], people: [1], lasting: act === 'anonymise' },
        { tickets: [ours], people: [1], lasting: act === 'anonymise' },
      ]);
      const order = it.told.map(({ event }) => event);
      expect(order.indexOf('forget')).toBeLessThan(order.indexOf('finished'));
    },
  );

  test('what somebody did while the work was under way is dropped as well', async () => {
    const id = await take('Boiler', 'Agnieszka');
    const selection = { ids: [id] };
    const { stamp } = await call<Preview>('privacy.preview', { act: 'anonymise', selection });
    const job = await call<{ job: string }>('privacy.act', { act: 'anonymise', selection, stamp, reason: 'request' });
    await call('tickets.addTime', { id, seconds: 60 }).catch(() => undefined);
    await ended(job);
    expect(await next()).toEqual({ undo: null, redo: null });
  });

  test('no byte is left of what was kept for Undo: a removed file, a new ticket that was taken back', async () => {
    const marker = 'Quittenmarmelade';
    const id = await take('Boiler', 'Agnieszka');
    writeFileSync(join(folder, 'chosen.txt'), marker.repeat(40_000));
    const { token } = await it.files.add(join(folder, 'chosen.txt'));
    await call('tickets.attach', { id, files: [token] });
    await call('tickets.removeAttachment', { attachmentId: 1 });
    await take(marker, 'Mehmet');
    await call('undo.take');
    await it.offices.close();
    const found = residueInFolder(join(folder, 'office'), [{ name: 'marker', text: marker }]);
    expect(found.findings).toEqual([]);
    expect(found.files).toBe(1);
  });
});

describe('a delete', () => {
  test('is taken back by Undo in its place among the other acts, and not done again', async () => {
    const ours = await take('Boiler', 'Agnieszka');
    const others = await take('Lift', 'Mehmet');
    await call('tickets.change', { id: others, version: 1, change: { priorityId: 1 } });
    const finished = await carryOut('delete', [ours]);
    const { undo } = await next();
    expect(undo).toMatchObject({ call: 'privacy.act', deeds: [{ what: 'deleted' }], tickets: 1 });
    expect(finished['undo']).toBe(undo?.id);
    await call('tickets.addTime', { id: others, seconds: 60 });
    await call('undo.take');
    await call('undo.take');
    expect((await call<{ all: number }>('tickets.counts')).all).toBe(2);
    expect(await next()).toMatchObject({ undo: { call: 'tickets.change' }, redo: { call: 'tickets.addTime' } });
  });

  test('that was purged, or undone by name, is nothing that Undo could take back', async () => {
    const ours = await take('Boiler', 'Agnieszka');
    const others = await take('Lift', 'Mehmet');
    const { value: first } = await carryOut('delete', [ours]);
    await call('privacy.undoDelete', { erasure: (first as { erasure: number }).erasure });
    expect((await next()).undo?.call).toBe('tickets.create');
    const { value: second } = await carryOut('delete', [ours]);
    await ended(await call<{ job: string }>('privacy.purge', { erasure: (second as { erasure: number }).erasure }));
    expect((await next()).undo).toMatchObject({ call: 'tickets.create' });
    expect((await call<{ trackingId: string }>('tickets.open', { id: others })).trackingId).toBe(
      (await next()).undo?.trackingId,
    );
  });
});

test('closing the office forgets it all', async () => {
  await take('Boiler', 'Agnieszka');
  const { undo } = it.offices.current?.services ?? {};
  expect(undo?.bytes).toBeGreaterThan(0);
  await it.offices.close();
  expect(undo?.bytes).toBe(0);
  await it.offices.open(join(folder, 'office', 'Nordhafen.desk'));
  expect(await next()).toEqual({ undo: null, redo: null });
});
