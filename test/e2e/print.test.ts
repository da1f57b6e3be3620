import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { answerSave, ask, expect, given, test, type Desk } from './desk.ts';
import { selectAll } from './exporting.ts';
import { startSample } from './sample.ts';

type Row = { id: number; trackingId: string; subject: string };
const ALL = ['notes', 'ip', 'history', 'attachments', 'staff'];
const poppler = spawnSync('pdftotext', ['-v']).status === 0;
const read = (pdf: string, ...more: string[]) =>
  execFileSync('pdftotext', ['-layout', ...more, pdf, '-'], { encoding: 'utf8', maxBuffer: 1 << 28 }).normalize('NFKC');
/** Letters alone: what reading order and line breaks do not change. */
const letters = (text: string) => new Set(text.normalize('NFKC').match(/[\p{L}\p{M}]/gu) ?? []);

test.describe('@print', () => {
  test.skip(!poppler, 'no pdftotext to read the pages back');
  let desk: Desk;
  let rows: Row[];
  test.beforeAll(async () => {
    desk = await startSample();
    rows = await ask<Row[]>(desk, 'tickets.page', {
      filter: { view: 'all' },
      sort: 'changed',
      after: null,
      limit: 200,
    });
  });
  test.afterAll(() => desk.close());

  const find = async (text: string) =>
    given(
      (await ask<{ hits: { row: Row }[] }>(desk, 'find.tickets', { filter: { text }, order: 'newest', limit: 5 }))
        .hits[0],
    ).row;
  const countOfAll = async () => (await ask<{ count: number }>(desk, 'find.count', { filter: { view: 'all' } })).count;
  async function pdfOf(name: string, ids: number[], parts: string[] = ALL) {
    const path = join(desk.folder, name);
    await answerSave(desk, path);
    const done = await ask<{ pages: number; sha256: string }>(desk, 'desktop.print', {
      selection: { ids },
      to: 'pdf',
      parts,
    });
    return { path, ...done };
  }

  test('@print one ticket through the dialog: tracking id and page x of y on every page, a line in the ledger', async () => {
    const { page } = desk;
    const pdf = join(desk.folder, 'one.pdf');
    await answerSave(desk, pdf);
    await page.getByRole('option').first().click();
    await page.keyboard.press('p');
    const dialog = page.getByRole('dialog', { name: 'Print' });
    await dialog.getByRole('checkbox', { name: 'Private notes' }).check();
    await dialog.getByRole('button', { name: 'Save as PDF' }).click();
    await expect(page.getByRole('status', { name: 'What was done' })).toContainText('one.pdf');
    const pages = read(pdf)
      .split('\f')
      .filter((text) => text.trim());
    pages.forEach((text, at) => {
      expect(text).toContain(rows[0]?.trackingId);
      expect(text).toContain(`Page ${at + 1} of ${pages.length}`);
    });
    await page.getByRole('option').first().click();
    await page.keyboard.press('p');
    await expect(dialog.getByRole('checkbox', { name: 'Private notes' })).toBeChecked();
    await page.keyboard.press('Escape');
  });

  test('@print many tickets in one PDF: each begins a page of its own under its own id', async () => {
    const some = rows.slice(0, 20);
    const { path, pages, sha256 } = await pdfOf(
      'twenty.pdf',
      some.map(({ id }) => id),
    );
    const texts = read(path)
      .split('\f')
      .filter((text) => text.trim());
    expect(texts).toHaveLength(pages);
    for (const { trackingId } of some)
      expect(texts.filter((text) => text.trimStart().startsWith(trackingId)).length).toBeGreaterThan(0);
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
  });

  test('@print notes, IP, history, attachments and names of staff are on the paper only when asked for', async () => {
    const ticket = await find('"doctor’s letter"').catch(() => find('Damp wall'));
    const bare = read((await pdfOf('bare.pdf', [ticket.id], [])).path);
    const full = read((await pdfOf('full.pdf', [ticket.id])).path);
    expect(bare).not.toContain('Private notes');
    expect(bare).not.toContain('History');
    expect(bare).not.toContain('Hanna Lindqvist');
    expect(full).toContain('History');
    expect(full).toContain('Hanna Lindqvist');
    expect(full.length).toBeGreaterThan(bare.length);
  });

  test('@print every script is drawn: names are read back, and no glyph is missing', async () => {
    const people = await ask<{ rows: { id: number; name: string }[] }>(desk, 'people.page', { limit: 200 });
    const ids = rows.map(({ id }) => id);
    const { path } = await pdfOf('scripts.pdf', ids.slice(0, 120));
    const text = read(path);
    const have = letters(text);
    const shown = await ask<{ requester: string }[]>(desk, 'tickets.rows', { ids: ids.slice(0, 120) });
    const missing = shown.flatMap(({ requester }) => [...letters(requester)].filter((letter) => !have.has(letter)));
    expect(missing).toEqual([]);
    expect(people.rows.length).toBeGreaterThan(50);
    expect(text).not.toMatch(/[\ufffd\u25a1]/u);
    const faces = execFileSync('pdffonts', [path], { encoding: 'utf8' }).split('\n').slice(2).filter(Boolean);
    expect(faces.every((line) => /\byes\s+(yes|no)\s+(yes|no)\s+\d/.test(line))).toBe(true);
  });

  test('@print no letter of any subject, message or reply is missing, whatever its script', async () => {
    const ids = rows.map(({ id }) => id).slice(-60);
    type Text = { subject: string; message: string; entries: { body: string }[] };
    const texts: string[] = [];
    for (let at = 0; at < ids.length;) {
      const page = await ask<{ tickets: Text[]; done: number }>(desk, 'exchange.fullTickets', {
        ids: ids.slice(at),
        parts: ['replies'],
      });
      for (const { subject, message, entries } of page.tickets)
        texts.push(subject, message, ...entries.map(({ body }) => body));
      at += page.done;
    }
    const have = letters(read((await pdfOf('letters.pdf', ids, [])).path));
    const missing = [...letters(texts.join(' '))].filter((letter) => !have.has(letter));
    expect(missing).toEqual([]);
  });

  test('@print Letter is printed where the office says so', async () => {
    const settings = await ask<{ version: number }>(desk, 'office.settings');
    await ask(desk, 'office.change', { version: settings.version, facts: { paper: 'Letter' } });
    const { path } = await pdfOf('letter.pdf', [given(rows[0]).id]);
    expect(execFileSync('pdfinfo', [path], { encoding: 'utf8' })).toContain('612 x 792 pts (letter)');
    const after = await ask<{ version: number }>(desk, 'office.settings');
    await ask(desk, 'office.change', { version: after.version, facts: { paper: 'A4' } });
    expect(
      execFileSync('pdfinfo', [(await pdfOf('a4.pdf', [given(rows[0]).id])).path], { encoding: 'utf8' }),
    ).toContain('(A4)');
  });

  test('@print a ticket of 200 replies with a word of 3,000 letters: no row cut, every reply there, the page not wider', async () => {
    const { id } = await ask<{ id: number }>(desk, 'tickets.create', {
      channel: 'mail',
      person: { create: { name: 'Long Runner' } },
      subject: 'W'.repeat(400),
      message: 'x'.repeat(3_000),
    });
    for (let n = 1; n <= 200; n++)
      await ask(desk, 'tickets.reply', {
        id,
        kind: 'reply',
        body: `Reply number ${n} of many.`,
        from: n % 2 ? 'person' : 'staff',
      });
    const { path, pages } = await pdfOf('long.pdf', [id]);
    const text = read(path);
    for (let n = 1; n <= 200; n++) expect(text).toContain(`Reply number ${n} of many.`);
    expect(pages).toBeGreaterThan(5);
    expect((text.match(/x/g) ?? []).length).toBeGreaterThanOrEqual(3_000);
  });

  test('@print a call with more than 500 tickets is refused with a sentence: nothing is made, nothing written down', async () => {
    for (let n = (await countOfAll()) + 1; n <= 501; n += 1)
      await ask(desk, 'tickets.create', {
        channel: 'mail',
        person: { create: { name: 'Many Tickets' } },
        subject: `Ticket ${n}`,
        message: '',
      });
    const lines = await ask(desk, 'exchange.ledgerShape', { filter: {} });
    const pdf = join(desk.folder, 'too-many.pdf');
    await answerSave(desk, pdf);
    for (const to of ['pdf', 'printer'])
      expect(
        await desk.page.evaluate(
          (where) =>
            window.desk.call('desktop.print', { selection: { filter: { view: 'all' } }, to: where, parts: [] }),
          to,
        ),
      ).toMatchObject({ ok: false, error: { code: 'too-large', detail: { reason: 'too-many-printed', most: 500 } } });
    expect(existsSync(pdf)).toBe(false);
    expect(await ask(desk, 'exchange.ledgerShape', { filter: {} })).toEqual(lines);
    await selectAll(desk);
    await desk.page.keyboard.press('p');
    const dialog = desk.page.getByRole('dialog', { name: 'Print' });
    await expect(dialog).toContainText('Print at most 500 tickets at once');
    await expect(dialog.getByRole('button', { name: 'Save as PDF' })).toBeDisabled();
    await desk.page.keyboard.press('Escape');
  });

  test('@print cancelled at the place: nothing is printed and nothing stands in the ledger', async () => {
    await answerSave(desk);
    expect(
      await ask(desk, 'desktop.print', { selection: { ids: [given(rows[0]).id] }, to: 'pdf', parts: [] }),
    ).toBeNull();
  });
});
