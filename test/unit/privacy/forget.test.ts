import { spawnSync } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { and, eq } from 'drizzle-orm';
import type { Correction } from '../../../src-main/contract/people.ts';
import { backUp, restoreOffice } from '../../../src-main/exchange/index.ts';
import { correctPerson, joinPeople, takeApart } from '../../../src-main/people/index.ts';
import {
  correctEntryAndForget,
  correctPersonAndForget,
  correctTicketAndForget,
  purgeClosed,
  setFieldsAndForget,
  wipeWhileOpen,
} from '../../../src-main/privacy/index.ts';
import { listBackups } from '../../../src-main/store/backup.ts';
import {
  customFields,
  customValues,
  entries,
  erasures,
  identifiers,
  openStore,
  people,
  tickets,
  type Store,
} from '../../../src-main/store/index.ts';
import { bury, removeRows } from '../../../src-main/store/personal-data/index.ts';
import { residueInClosedIndex, residueInFolder, type Pattern } from '../../../src-main/store/residue.ts';
import { parseQuery } from '../../../src-main/store/search/index.ts';
import { makeMarkerOffice, type MarkerOffice } from '../../fixtures/marker-office.ts';
import { bundled } from '../bundled.ts';
import { carryOut, folderOfTest, owner, quietly } from './desk.ts';

let folder: ReturnType<typeof folderOfTest>;
let office: MarkerOffice;
beforeEach(async () => {
  folder = folderOfTest();
  office = await makeMarkerOffice(folder.path, { bytes: 2_000 });
});
afterEach(() => folder.remove());

const actor = () => owner(office.staffId);
async function inOffice<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(office.path);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
const close = () => purgeClosed(office.path);
const personId = () => office.a.personIds[0] ?? 0;
const ticketId = () => office.a.ticketIds[0] ?? 0;

/** A's markers in the places of a kind. Each of A's two people has one in each place: the requester's is the first. */
const markers = (place: RegExp, which = 0) =>
  [...new Set(office.a.markers.filter((one) => place.test(one.place)).map((one) => one.place))].flatMap(
    (one) => office.a.markers.filter((marker) => marker.place === one)[which] ?? [],
  );
const asPatterns = (all: readonly { place: string; text: string }[]): Pattern[] =>
  all.map(({ place, text }) => ({ name: place, text }));
const found = (patterns: Pattern[]) =>
  [...new Set(residueInFolder(folder.path, patterns).findings.map(({ pattern }) => pattern))].sort();
function expectGone(patterns: Pattern[]): void {
  expect(residueInFolder(folder.path, patterns).findings).toEqual([]);
  expect(residueInClosedIndex(office.path, patterns)).toEqual([]);
  for (const { text } of patterns)
    expect(spawnSync('grep', ['-c', '-a', '-i', '-F', text, office.path]).status, text).toBe(1);
}
/** Everything else of A and everything of B. */
const rest = (gone: readonly { text: string }[]) =>
  asPatterns(
    [...office.a.markers, ...office.b.markers].filter(({ text }) => !gone.some((one) => one.text === text)),
  ).map((one, n) => ({ ...one, name: `${one.name} ${n}` }));

const KINDS = ['name', 'email', 'phone', 'address', 'ip', 'number', 'other'] as const;
/** Every identifier of the person becomes another one; language and remark too. */
async function corrections(store: Store, id = personId()): Promise<Correction[]> {
  const rows = await store.db.select().from(identifiers).where(eq(identifiers.personId, id));
  expect(rows.map(({ kind }) => kind).sort()).toEqual([...KINDS].sort());
  return [
    ...rows.map(({ id: identifier, kind }) => ({
      what: 'change' as const,
      identifier,
      value: kind === 'ip' ? '192.0.2.99' : `Newvalue${kind}`,
    })),
    { what: 'language', value: 'pl' },
    { what: 'remark', value: 'Newvalueremark' },
  ];
}
const versionOf = async (store: Store, id: number) =>
  (await store.db.select({ version: people.version }).from(people).where(eq(people.id, id)))[0]?.version ?? 0;
const forget = async (store: Store, id = personId()) =>
  correctPersonAndForget(
    store,
    actor(),
    { id, version: await versionOf(store, id), changes: await corrections(store, id) },
    quietly,
  );
/** What stands in the own fields of these kinds of A's first ticket; each holds a marker. */
async function valuesOf(store: Store, kinds: readonly string[]) {
  const rows = await store.db
    .select({ fieldId: customFields.id, kind: customFields.kind, text: customValues.value })
    .from(customValues)
    .innerJoin(customFields, eq(customFields.id, customValues.fieldId))
    .where(eq(customValues.ticketId, ticketId()));
  return rows
    .filter(({ kind }) => kinds.includes(kind))
    .map((row, n) => ({ ...row, place: `custom_values.value ${n}` }));
}
const OF_PERSON = /^(people\.(language|remark)|identifiers\.value\/|people\.name$)/;

describe('@markers @rectification correct and forget', () => {
  test('leaves no byte of what stood there in any file, and everything else', async () => {
    const gone = markers(OF_PERSON);
    expect(gone.length).toBeGreaterThanOrEqual(9);
    expect(found(asPatterns(gone))).toEqual(gone.map(({ place }) => place).sort());
    await inOffice((store) => forget(store));
    await close();
    // The name stood in records of the office's own acts as well: nothing there says it any more.
    expectGone(asPatterns(gone));
    const others = rest(gone);
    expect(found(others)).toEqual(others.map(({ name }) => name).sort());
    await inOffice(async (store) => {
      expect(store.db.search.tickets(parseQuery('newvaluename'), { limit: 9 }).length).toBe(2);
      expect(await store.db.$count(erasures, and(eq(erasures.act, 'forget'), eq(erasures.state, 'done')))).toBe(1);
    });
  });

  test('while the program is open, its files hold nothing either', async () => {
    const gone = markers(OF_PERSON);
    const file = openSync(office.path, 'r+');
    await inOffice(async (store) => {
      const inWorker = openStore(office.path);
      await forget(inWorker);
      await inWorker.close();
      expect(await wipeWhileOpen(store, file)).toBe(true);
      for (const end of ['', '-wal', '-shm'])
        for (const { text } of gone)
          expect(spawnSync('grep', ['-c', '-a', '-i', '-F', text, office.path + end]).status, end).toBe(1);
    });
    closeSync(file);
  });

  test('without forgetting, the old is found no more, though its bytes may stay', async () => {
    await inOffice(async (store) => {
      const changes = await corrections(store);
      const version = await versionOf(store, personId());
      await store.write((tx) => correctPerson(tx, actor(), { id: personId(), version, changes }));
      for (const { text } of markers(/^identifiers\.value\/(email|number|address|other)|people\.name$/))
        expect(store.db.search.tickets(parseQuery(text), { limit: 9 }), text).toEqual([]);
      expect(await store.db.$count(erasures, eq(erasures.act, 'forget'))).toBe(0);
    });
  });

  test('of a ticket: subject, message and address, and of an entry', async () => {
    const gone = [...markers(/^tickets\.(subject|message)$/), ...markers(/^entries\.body\/staff reply$/)];
    expect(found(asPatterns(gone))).toHaveLength(3);
    await inOffice(async (store) => {
      const [ticket] = await store.db.select().from(tickets).where(eq(tickets.id, ticketId()));
      const correction = { subject: 'Newsubject', message: 'Newmessage', ip: '' };
      const given = { id: ticketId(), version: ticket?.version ?? 0, correction };
      await correctTicketAndForget(store, actor(), given, quietly);
      const [entry] = await store.db
        .select()
        .from(entries)
        .where(and(eq(entries.ticketId, ticketId()), eq(entries.authorKind, 'staff'), eq(entries.kind, 'reply')));
      await store.write((tx) =>
        tx
          .update(entries)
          .set({ createdAt: tx.now })
          .where(eq(entries.id, entry?.id ?? 0)),
      );
      await correctEntryAndForget(store, actor(), { id: entry?.id ?? 0, version: 1, body: 'Newreply' }, quietly);
    });
    await close();
    expectGone(asPatterns(gone));
    const others = rest(gone);
    expect(found(others)).toEqual(others.map(({ name }) => name).sort());
    await inOffice(async (store) => {
      for (const text of ['newsubject', 'newmessage', 'newreply'])
        expect(store.db.search.tickets(parseQuery(text), { limit: 9 }).length, text).toBe(1);
    });
  });

  test('of the office’s own fields of a ticket, each kind that is written', async () => {
    const KINDS_WRITTEN = ['text', 'textarea', 'email', 'hidden'] as const;
    const gone = await inOffice((store) => valuesOf(store, KINDS_WRITTEN));
    expect(gone.length).toBeGreaterThanOrEqual(KINDS_WRITTEN.length);
    expect(found(asPatterns(gone))).toHaveLength(gone.length);
    await inOffice(async (store) => {
      const [ticket] = await store.db.select().from(tickets).where(eq(tickets.id, ticketId()));
      const given = {
        id: ticketId(),
        version: ticket?.version ?? 0,
        fields: gone.map(({ kind, fieldId }) => ({
          fieldId,
          values: [kind === 'email' ? 'new@post.example' : 'Newvalue'],
        })),
      };
      await setFieldsAndForget(store, actor(), given, quietly);
      expect(store.db.search.tickets(parseQuery('newvalue'), { limit: 9 })).toHaveLength(1);
      for (const { text } of gone) expect(store.db.search.tickets(parseQuery(text), { limit: 9 }), text).toEqual([]);
    });
    await close();
    expectGone(asPatterns(gone));
    const others = rest(gone);
    expect(found(others)).toEqual(others.map(({ name }) => name).sort());
  });

  test('what stood once more with a person who was joined in goes as well', async () => {
    const [one, other] = office.a.personIds as [number, number];
    await inOffice(async (store) => {
      const mail = await store.db
        .select()
        .from(identifiers)
        .where(and(eq(identifiers.personId, one), eq(identifiers.kind, 'email')));
      const [had] = mail;
      await store.write(async (tx) => {
        const same = {
          value: had?.value.toUpperCase() ?? '',
          folded: had?.folded ?? '',
          normalised: had?.normalised ?? '',
        };
        await tx
          .update(identifiers)
          .set(same)
          .where(and(eq(identifiers.personId, other), eq(identifiers.kind, 'email')));
      });
      const joined = await store.write((tx) =>
        joinPeople(tx, actor(), { kept: { id: one, version: 1 }, gone: { id: other, version: 1 }, name: 'kept' }),
      );
      const changes: Correction[] = [{ what: 'change', identifier: had?.id ?? 0, value: 'new@haus.example' }];
      await correctPersonAndForget(store, actor(), { id: one, version: joined.version, changes }, quietly);
      await store.write((tx) => takeApart(tx, actor(), { join: joined.join }));
      const left = await store.db.select().from(identifiers).where(eq(identifiers.personId, other));
      expect(left.map(({ kind }) => kind)).not.toContain('email');
    });
    await close();
    expectGone(asPatterns(markers(/^identifiers\.value\/email$/)));
  });

  test('nothing is forgotten where nothing stood there before', async () => {
    await inOffice(async (store) => {
      const changes: Correction[] = [{ what: 'add', kind: 'phone', value: '030 1', preferred: false, until: null }];
      await correctPersonAndForget(store, actor(), { id: personId(), version: 1, changes }, quietly);
      expect(await store.db.$count(erasures, eq(erasures.act, 'forget'))).toBe(0);
    });
  });

  test('refused or stopped, it has done nothing', async () => {
    await inOffice(async (store) => {
      const given = { id: personId(), version: 7, changes: await corrections(store) };
      await expect(correctPersonAndForget(store, actor(), given, quietly)).rejects.toMatchObject({
        code: 'changed-meanwhile',
      });
      const stopped = {
        progress: () => undefined,
        check: () => {
          throw Object.assign(new Error('stopped'), { code: 'cancelled' });
        },
      };
      await expect(correctPersonAndForget(store, actor(), { ...given, version: 1 }, stopped)).rejects.toThrow(
        'stopped',
      );
    });
    const all = rest([]);
    expect(found(all)).toEqual(all.map(({ name }) => name).sort());
  });

  const child = bundled('test/unit/privacy/forget-in-child.ts');
  const killed = (at: string) =>
    spawnSync(process.execPath, [child, office.path, String(office.staffId), String(personId())], {
      env: { ...process.env, PAPERDESK_KILL_AT: at },
      encoding: 'utf8',
    });

  test('killed in the middle, nothing is done', () => {
    const all = rest([]);
    expect(killed('forget: rows changed').signal).toBe('SIGKILL');
    expect(found(all)).toEqual(all.map(({ name }) => name).sort());
  });

  test('killed once it is written, the next start forgets the rest', async () => {
    expect(killed('forget: committed').signal).toBe('SIGKILL');
    await close();
    expectGone(asPatterns(markers(/^people\.name$/)));
  });
});

describe('@rectification a restored backup', () => {
  const backups = () => join(folder.path, 'backups');
  const restore = async () => {
    const [backup] = listBackups(backups());
    if (!backup) throw new Error('no backup');
    const given = { backup, office: office.path, migrations: 'drizzle', staffId: office.staffId, now: Date.now() };
    await restoreOffice(given, quietly);
    await close();
  };
  const holds = (text: string) => readFileSync(office.path).includes(text);

  test('does not bring back what was corrected and forgotten since', async () => {
    const values = await inOffice((store) => valuesOf(store, ['text']));
    const gone = [...markers(OF_PERSON), ...markers(/^tickets\.(subject|message)$/), ...values];
    await inOffice(async (store) => {
      await backUp(store, actor(), { folder: backups(), kind: 'now' }, quietly);
      await forget(store);
      const [ticket] = await store.db.select().from(tickets).where(eq(tickets.id, ticketId()));
      const given = { id: ticketId(), version: ticket?.version ?? 0, correction: { subject: 'New', message: 'New' } };
      const { version } = await correctTicketAndForget(store, actor(), given, quietly);
      const fields = values.map(({ fieldId }) => ({ fieldId, values: [] }));
      await setFieldsAndForget(store, actor(), { id: ticketId(), version, fields }, quietly);
    });
    await restore();
    const inFile = asPatterns(gone).filter(({ text }) => holds(text));
    // Records of the office's own acts are as the backup has them.
    expect(inFile.map(({ name }) => name).filter((name) => name !== 'people.name')).toEqual([]);
    await inOffice(async (store) => {
      const [person] = await store.db.select().from(people).where(eq(people.id, personId()));
      expect(person).toMatchObject({ name: '[removed]', language: '', remark: '' });
      for (const { text } of gone) expect(store.db.search.tickets(parseQuery(text), { limit: 9 }), text).toEqual([]);
    });
  });

  test('in which two people are one does not bring back, with the other, the one who was erased since', async () => {
    const [one, other] = office.a.personIds as [number, number];
    const theirs = markers(/^(people\.(name|language|remark)|identifiers\.value\/)/, 1);
    await inOffice(async (store) => {
      const joined = await store.write((tx) =>
        joinPeople(tx, actor(), { kept: { id: one, version: 1 }, gone: { id: other, version: 1 }, name: 'kept' }),
      );
      await backUp(store, actor(), { folder: backups(), kind: 'now' }, quietly);
      await store.write((tx) => takeApart(tx, actor(), { join: joined.join }));
      // They follow no ticket any more, so that nothing needs them: then they are deleted.
      await store.write(async (tx) => {
        const [act] = await tx
          .insert(erasures)
          .values({ uid: 'a'.repeat(32), act: 'delete', state: 'done', reason: 'request', staffId: 1, at: tx.now })
          .returning();
        const [row] = await tx.select().from(people).where(eq(people.id, other));
        if (row) await bury(tx, { erasureUid: act?.uid ?? '', act: 'delete', tickets: [], people: [row] });
        tx.index.dropPeople([other]);
        await removeRows(tx, { tickets: [], people: [other] });
      });
    });
    await restore();
    expect(asPatterns(theirs).filter(({ text }) => holds(text))).toEqual([]);
    await inOffice(async (store) => {
      expect((await store.db.select({ id: people.id }).from(people)).map(({ id }) => id)).not.toContain(other);
      const [kept] = await store.db.select().from(people).where(eq(people.id, one));
      expect(kept).toMatchObject({ hidden: false, joinedInto: null });
      for (const { text } of theirs) expect(store.db.search.tickets(parseQuery(text), { limit: 9 }), text).toEqual([]);
    });
  });

  test('from before a join does not bring back either of the two when the one was erased', async () => {
    const [one, other] = office.a.personIds as [number, number];
    await inOffice(async (store) => {
      await backUp(store, actor(), { folder: backups(), kind: 'now' }, quietly);
      await store.write((tx) =>
        joinPeople(tx, actor(), { kept: { id: one, version: 1 }, gone: { id: other, version: 1 }, name: 'kept' }),
      );
      const done = await carryOut(store, actor(), 'delete', { ids: office.a.ticketIds });
      expect(done).toMatchObject({ tickets: 2, people: 2 });
    });
    await close();
    await restore();
    const all = asPatterns([...markers(OF_PERSON, 0), ...markers(OF_PERSON, 1)]);
    expect(all.filter(({ text, name }) => name !== 'people.name' && holds(text))).toEqual([]);
    await inOffice(async (store) =>
      expect((await store.db.select({ id: people.id }).from(people)).map(({ id }) => id).sort()).toEqual(
        [...office.b.personIds].sort(),
      ),
    );
  });
});
