import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { IntakeContent } from '../../../src-main/contract/intake.ts';
import { MESSAGE_BYTES } from '../../../src-main/contract/terms.ts';
import { newOffice, TUESDAY, type TestOffice } from '../../fixtures/office.ts';
import { carryOut, quietly } from '../privacy/desk.ts';
import { privacyLines, purge } from '../../../src-main/privacy/index.ts';
import { intakeDrafts } from '../../../src-main/store/index.ts';

let office: TestOffice;
let ingrid: { person: number; ticket: number };
beforeEach(async () => {
  office = await newOffice({ lines: { privacy: privacyLines } });
  ingrid = await take('Ingrid Aasland-Nyström', 'ingrid@post.example');
});
afterEach(() => office.close());

async function take(name: string, email: string) {
  const given = { channel: 'walk-in', subject: 'No hot water', message: 'Since this morning.' };
  const { id } = await office.call('tickets.create', { ...given, person: { create: { name, email } } });
  const { people } = await office.call('tickets.open', { id });
  return { ticket: id, person: people[0]?.id ?? 0 };
}

const CONTENT: IntakeContent = {
  channel: 'phone',
  typed: 'Ingrid Aasland-Nyström',
  fresh: null,
  subject: 'Half a subj',
  message: 'Line one\nand a half',
  ownWords: null,
  categoryId: null,
  priorityId: null,
  day: '3.2.',
  fields: [],
  followers: [],
  notice: false,
  files: 2,
};
const keep = async (draft: object | null) =>
  office.call('tickets.saveIntakeDraft', { office: (await office.call('office.settings')).uid, draft });
const save = (more: Partial<IntakeContent> = {}, personId: number | null = null) =>
  keep({ personId, content: { ...CONTENT, ...more } });
const draft = () => office.call('tickets.intakeDraft');
const rows = () => office.store.db.$count(intakeDrafts);

describe('a ticket that was begun', () => {
  test('is kept as it was typed, once for each of staff, and since when', async () => {
    expect(await draft()).toBeNull();
    await save({}, ingrid.person);
    expect(await draft()).toEqual({ personId: ingrid.person, content: CONTENT, followers: [], begunAt: TUESDAY });
    await save({ subject: 'A whole subject' }, ingrid.person);
    expect(await draft()).toMatchObject({ content: { subject: 'A whole subject' }, begunAt: TUESDAY });
    expect(await rows()).toBe(1);
    const long = 'x'.repeat(MESSAGE_BYTES);
    await save({ message: long });
    expect((await draft())?.content.message).toBe(long);
  });

  test('is done with when it is saved as a ticket, put on an open one, or thrown away', async () => {
    await save();
    await take('Beata Kowalczyk', 'beata@post.example');
    expect(await draft()).toBeNull();
    await save();
    const reply = { id: ingrid.ticket, kind: 'reply', from: 'person', channel: 'phone', body: 'It drips.' };
    await office.call('tickets.reply', reply);
    expect(await draft()).not.toBeNull();
    await office.call('tickets.reply', { ...reply, begunAsTicket: true });
    expect(await draft()).toBeNull();
    await save();
    await keep(null);
    expect(await draft()).toBeNull();
    expect(await rows()).toBe(0);
  });

  test('comes back when the ticket it became is taken back, unless another was begun since', async () => {
    await save();
    await take('Beata Kowalczyk', 'beata@post.example');
    await office.call('undo.take');
    expect(await draft()).toMatchObject({ content: { subject: 'Half a subj' } });
    await office.call('undo.redo');
    expect(await draft()).toBeNull();
    await save({ subject: 'Another' });
    await office.call('undo.take');
    expect(await draft()).toMatchObject({ content: { subject: 'Another' } });
  });

  test('about somebody hinders no taking back of that person’s first ticket', async () => {
    const { person } = await take('Beata Kowalczyk', 'beata@post.example');
    await save({}, person);
    expect(await office.call('undo.take')).toMatchObject({ left: [] });
    expect(await draft()).toMatchObject({ personId: null });
  });

  test('is not kept in another office that was opened meanwhile', async () => {
    const draft = { personId: null, content: CONTENT };
    const given = { office: 'f'.repeat(32), draft };
    await expect(office.call('tickets.saveIntakeDraft', given)).rejects.toMatchObject({ code: 'no-office' });
    expect(await rows()).toBe(0);
  });

  test('stays when saving the ticket is refused', async () => {
    await save();
    await expect(
      office.call('tickets.create', {
        channel: 'phone',
        person: { id: ingrid.person },
        subject: 'x',
        message: '',
        categoryId: 999,
      }),
    ).rejects.toThrow();
    expect(await draft()).not.toBeNull();
  });

  test('names nobody who is deleted, and names them again when that is undone', async () => {
    const follower = await take('Beata Kowalczyk', 'beata@post.example');
    await save({ followers: [follower.person] }, ingrid.person);
    expect((await draft())?.followers).toEqual([{ id: follower.person, name: 'Beata Kowalczyk' }]);
    const done = await carryOut(office.store, office.actor, 'delete', { ids: [ingrid.ticket, follower.ticket] });
    expect(await draft()).toMatchObject({ personId: null, followers: [], content: { subject: 'Half a subj' } });
    await office.call('privacy.undoDelete', { erasure: done.erasure });
    expect(await draft()).toMatchObject({ personId: ingrid.person, followers: [{ id: follower.person }] });
  });

  test.each([
    ['that is about them', () => ({}), true],
    ['whose text names them', () => ({ typed: '', message: 'Mrs Aasland-Nyström,\nIngrid, called.' }), false],
    ['that has their address of mail', () => ({ typed: '', fresh: { ...NEW, email: 'INGRID@post.example' } }), false],
  ])('goes with an erasure %s, and the preview counts and shows it', async (_how, content, chosen) => {
    for (const act of ['anonymise', 'delete'] as const) {
      const { ticket, person } =
        act === 'delete' ? await take('Ingrid Aasland-Nyström', 'ingrid@post.example') : ingridOf();
      await save(content(), chosen ? person : null);
      const selection = { ids: [ticket] };
      const { lines } = await office.call('privacy.preview', { act, selection });
      expect(lines).toContainEqual({ kind: 'drafts', count: 1 });
      expect(await office.call('privacy.previewList', { act, selection, kind: 'drafts' })).toEqual({
        items: [{ text: 'Half a subj', trackingId: '' }],
        more: 0,
      });
      const { erasure } = await carryOut(office.store, office.actor, act, selection);
      if (act === 'delete') await purge(office.store, office.actor, { erasure }, quietly);
      expect(await rows()).toBe(0);
    }
  });
  const NEW = { name: '', email: '', phone: '', address: '', number: '' };
  const ingridOf = () => ingrid;

  test('about somebody else is left alone by an erasure', async () => {
    const other = await take('Beata Kowalczyk', 'beata@post.example');
    await save({ typed: 'Ingrid Bergman', message: 'Aasland is a place in Norway.' }, other.person);
    await carryOut(office.store, office.actor, 'anonymise', { ids: [ingrid.ticket] });
    expect(await draft()).toMatchObject({ personId: other.person });
  });
});
