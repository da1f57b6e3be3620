import { describe, expect, test } from 'vitest';
import { expandVariants, readSampleOffice } from '../../../../src-main/exchange/sample-office/index.ts';
import { countsInReadme, sampleFolder } from './sample-folder.ts';

const office = await readSampleOffice(sampleFolder);
const { variants, settings } = office;
const taken = office.tickets.map(({ trackingId }) => trackingId);
const { people, tickets } = expandVariants(variants, settings, taken);

const today = Date.parse(variants.today);
const old = (created: string) => today - Date.parse(created) > 40 * 86_400_000;
const weekday = (text: string) => new Date(`${text.slice(0, 10)}T12:00:00Z`).getUTCDay();

describe('the recurring tickets', () => {
  test('are as many as the README says, from as many tenants', async () => {
    expect([tickets.length]).toEqual(await countsInReadme(/for (\d+) more tickets/));
    expect(people.length).toBe(variants.tenants.length);
    expect(new Set(tickets.map(({ requester }) => requester)).size).toBe(variants.tenants.length);
  });

  test('come out the same each time', () => {
    expect(expandVariants(variants, settings, taken)).toEqual({ people, tickets });
  });

  test('follow the formula, worked out by hand for n = 127', () => {
    // k = 127 mod 20 = 7 (v08, keys), r = 6, requester tenants[889 mod 48 = 25], two messages: j = 0; slots from
    // floor(6 / 2) + 7 = 10; created floor(127 * 4.52) = 574 days after 4 December 2023: 30 June 2025, a Monday.
    expect(tickets[127]).toMatchObject({
      requester: 'n26',
      category: 'keys',
      channel: 'walk-in',
      created: '2025-06-30T15:59:00+02:00',
      subject: `Lost: key of the ${variants.slots['key']?.[10 % 7]}`,
      message: `Came to the desk: the key of the ${variants.slots['key']?.[3]} is lost since ${variants.slots['day']?.[0]}, probably in the tram. No name on it.`,
      fields: { building: 'C', flat: '0.01' },
      firstReply: '2025-06-30T17:59:00+02:00',
      resolved: '2025-07-02T15:59:00+02:00',
      openedBy: 's04',
      writtenBy: 's04',
    });
  });

  test('have tracking ids of HESK, all different, none of a ticket written by hand', () => {
    const ids = tickets.map(({ trackingId }) => trackingId);
    const letters = 'AEUYBDGHJLMNPQRSTVWXZ123456789';
    for (const id of ids) expect(id).toMatch(new RegExp(`^[${letters}]{3}-[${letters}]{3}-[${letters}]{4}$`));
    expect(new Set([...ids, ...taken]).size).toBe(ids.length + taken.length);
  });

  test('leave no slot open and begin every text with a capital', () => {
    const texts = tickets.flatMap((ticket) => [
      ticket.subject,
      ticket.message,
      ...ticket.replies.map(({ text }) => text),
      ...Object.values(ticket.fields).flat(),
    ]);
    expect(texts.filter((text) => /[{}]/.test(text))).toEqual([]);
    expect(texts.filter((text) => text.charAt(0) !== text.charAt(0).toUpperCase())).toEqual([]);
  });

  test('were never made at a weekend or outside the hours of the desk', () => {
    for (const { created } of tickets) {
      expect([1, 2, 3, 4, 5]).toContain(weekday(created));
      expect(Number(created.slice(11, 13))).toBeGreaterThanOrEqual(8);
      expect(Number(created.slice(11, 13))).toBeLessThanOrEqual(17);
      expect(Date.parse(created)).toBeLessThan(today);
    }
  });

  test('are answered and resolved when they are older than forty days, and open otherwise', () => {
    const resolved = settings.statuses.filter(({ open }) => !open).map(({ id }) => id);
    for (const [n, ticket] of tickets.entries()) {
      if (old(ticket.created)) {
        expect(resolved).toContain(ticket.status);
        expect(Date.parse(ticket.firstReply ?? '') - Date.parse(ticket.created)).toBe(2 * 3_600_000);
        expect(ticket.resolved).not.toBeNull();
      } else {
        expect(ticket.status).toBe(variants.openStatuses[n % variants.openStatuses.length]);
        expect(ticket.resolved).toBeNull();
      }
    }
    expect(tickets.some(({ created }) => !old(created))).toBe(true);
  });

  test('keep the order created, answered, resolved', () => {
    for (const { created, replies, resolved, updated } of tickets) {
      const moments = [created, ...replies.map(({ at }) => at), ...(resolved ? [resolved] : []), updated].map(
        Date.parse,
      );
      expect(moments).toEqual([...moments].sort((a, b) => a - b));
    }
  });

  test('name none of the people whose places are counted', () => {
    const counted = office.people.filter(({ id }) => office.truth.people.some(({ person }) => person === id));
    const words = JSON.stringify(
      tickets.map(({ subject, message, replies, fields }) => [subject, message, replies, fields]),
    );
    for (const person of counted)
      for (const name of [person.name, ...person.alsoWritten, ...person.emails, ...person.phones])
        expect(words).not.toContain(name);
  });

  test('were taken in by somebody who worked at the front desk on that day', () => {
    for (const { created, openedBy, channel } of tickets) {
      expect(openedBy === null).toBe(channel === 'mail' || channel === 'web');
      if (openedBy === null) continue;
      const staff = settings.staff.find(({ id }) => id === openedBy);
      expect(staff?.function).toMatch(/^Front desk/);
      expect((staff?.since ?? '9999') <= created.slice(0, 10)).toBe(true);
      expect(created.slice(0, 10) <= (staff?.until ?? '9999')).toBe(true);
    }
  });
});
