import { fc, test as property } from '@fast-check/vitest';
import { existsSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import { takePerson } from '../../../../src-main/people/index.ts';
import { newOffice, type TestOffice } from '../../../fixtures/office.ts';
import { fileAt, lines, take, takeText } from './desk.ts';

let office: TestOffice;
afterEach(() => office.close());

const CUSTOMERS = '../shared/data/customer_support_tickets.csv';
const person = async (name: string, email = '', phone = '') =>
  office.store.write((tx) =>
    takePerson(tx, {
      name,
      source: 'intake',
      identifiers: [
        { kind: 'email', value: email },
        { kind: 'phone', value: phone },
      ],
    }),
  );

describe('who is the same', () => {
  test('the same person only where an identifier and the name agree, whatever the accents', async () => {
    office = await newOffice({ lines });
    const { id } = await person('Åsa Öberg', 'asa@mail.example');
    const done = await takeText(
      office,
      'id,name,email,subject\r\n1,ASA OBERG,ASA@mail.example,One\r\n2,Per Öberg,asa@mail.example,Two',
    );
    expect(done).toMatchObject({ added: 2, newPeople: 1, doubles: 1 });
    expect((await office.call('people.open', { id })).ticketCount).toBe(1);
    const { total, pairs } = await office.call('exchange.doubles', { importId: done.importId });
    expect(total).toBe(1);
    expect(pairs[0]).toMatchObject({ one: { name: 'Åsa Öberg' }, other: { name: 'Per Öberg' }, kind: 'email' });
  });

  test('what is new about somebody of before is added when the import is done, and counts for the rows after it', async () => {
    office = await newOffice({ lines });
    const { id } = await person('Jo Ek', 'jo@mail.example');
    const done = await takeText(
      office,
      'id,name,email,phone,subject\r\n1,Jo Ek,jo@mail.example,040 1234567,One\r\n2,Jo Ek,,+49 40 1234567,Two',
    );
    expect(done).toMatchObject({ newPeople: 0, doubles: 0 });
    const jo = await office.call('people.open', { id });
    expect(jo.ticketCount).toBe(2);
    expect(jo.identifiers.map(({ value }) => value)).toContain('040 1234567');
  });
});

const who = fc.record({
  name: fc.constantFrom('Jo Ek', 'JO EK', 'Åsa', 'Asa', 'Li'),
  email: fc.constantFrom('', 'a@mail.example', 'A@mail.example', 'b@mail.example'),
  phone: fc.constantFrom('', '0171 2345678', '+49 171 2345678', '0171 9999999'),
});
property.prop([fc.array(who, { minLength: 1, maxLength: 12 }), fc.nat(4)], { numRuns: 12 })(
  'an import knows the same people as taking them in one by one',
  async (all, before) => {
    const counted = async (work: (each: typeof all) => Promise<void>) => {
      office = await newOffice({ lines });
      for (const { name, email, phone } of all.slice(0, before)) await person(name, email, phone);
      await work(all.slice(before));
      const { rows } = await office.call('people.page', { limit: 200 });
      const shown = [];
      for (const { id } of rows) {
        const { name, identifiers, doubles } = await office.call('people.open', { id });
        const known = identifiers.map(({ kind, value }) => `${kind} ${value}`).sort();
        shown.push({ name, known, doubles: doubles.map((other) => other.name).sort() });
      }
      await office.close();
      return shown.map((one) => JSON.stringify(one)).sort();
    };
    const one = await counted(async (each) => {
      for (const { name, email, phone } of each) await person(name, email, phone);
    });
    const other = await counted(async (each) => {
      if (each.length === 0) return;
      const rows = each.map(({ name, email, phone }, n) => `${n},${name},${email},${phone},Subject ${n}`);
      await takeText(office, ['id,name,email,phone,subject', ...rows].join('\r\n'), {
        change: (mapping) => ({
          ...mapping,
          columns: mapping.columns.map(({ column, header }) => ({
            column,
            header,
            target: (['id', 'name', 'email', 'phone', 'subject'] as const)[column] ?? 'ignore',
          })),
        }),
      });
    });
    office = await newOffice({ lines });
    expect(other).toEqual(one);
  },
  60_000,
);

test.skipIf(!existsSync(CUSTOMERS))(
  '8,469 tickets come in whole, and none of 139 shared addresses joins two people',
  async () => {
    office = await newOffice({ lines });
    const from = await fileAt(CUSTOMERS);
    const done = await take(office, from);
    expect(done).toMatchObject({ added: 8_469, refused: 0, newPeople: 8_469 });
    const { reader } = office.store.connections;
    const shared = reader
      .prepare(
        `SELECT i.normalised, count(DISTINCT i.person_id) AS people, count(DISTINCT p.name_folded) AS names
         FROM identifiers i JOIN people p ON p.id = i.person_id WHERE i.kind = 'email'
         GROUP BY i.normalised HAVING people > 1`,
      )
      .all() as { people: number; names: number }[];
    expect(shared).toHaveLength(139);
    expect(shared.every(({ people, names }) => people === names)).toBe(true);
    const breaks = reader
      .prepare(`SELECT count(*) FROM tickets WHERE message LIKE '%' || char(10) || '%'`)
      .pluck()
      .get();
    expect(breaks).toBe(6_150);
    expect(await take(office, from)).toMatchObject({ added: 0, known: 8_469, newPeople: 0 });
  },
  120_000,
);
