import { and, eq } from 'drizzle-orm';
import { newUid } from '../../../office/index.ts';
import { addPerson, normalise, type KnownBy } from '../../../people/index.ts';
import { identifiers, type Writes } from '../../../store/index.ts';
import { fold } from '../../../store/words.ts';
import { at, atOrNull } from './rows-of.ts';
import type { SamplePerson } from '../shapes/people.ts';
import type { SampleTicket } from '../shapes/tickets.ts';
import type { Given } from './rows-of.ts';

/** ISO 639-1 of the languages people of the sample speak; people are kept under the first they name. */
const LANGUAGES: Record<string, string> = {
  Arabic: 'ar',
  Chinese: 'zh',
  English: 'en',
  French: 'fr',
  German: 'de',
  Greek: 'el',
  Hebrew: 'he',
  Hungarian: 'hu',
  Icelandic: 'is',
  Irish: 'ga',
  Italian: 'it',
  Japanese: 'ja',
  Korean: 'ko',
  Norwegian: 'no',
  Polish: 'pl',
  Romanian: 'ro',
  Spanish: 'es',
  Swedish: 'sv',
  Turkish: 'tr',
  Ukrainian: 'uk',
  Vietnamese: 'vi',
};

/** The custom field, and its value, that say that somebody was given the privacy notice on the day of the ticket. */
const NOTICE = { field: 'notice', given: 'Handed over today' };

/**
 * Writes the people with everything they are known by: each spelling of the name, mail, telephone, flat, number in the
 * register, birth date, addresses on the net. A person is as old in the office as their first ticket, or as `since`.
 */
export async function writePeople(
  tx: Writes,
  people: readonly SamplePerson[],
  tickets: readonly SampleTicket[],
  country: string,
  since: number,
): Promise<Given> {
  const firstTicket = new Map<string, number>();
  const noticeGiven = new Map<string, number>();
  for (const ticket of [...tickets].sort((a, b) => at(a.created) - at(b.created))) {
    const created = at(ticket.created);
    for (const person of [ticket.requester, ...ticket.followers])
      if (person !== null && !firstTicket.has(person)) firstTicket.set(person, created);
    if (ticket.requester !== null && ticket.fields[NOTICE.field] === NOTICE.given)
      noticeGiven.set(ticket.requester, created);
  }
  const given = new Map<string, number>();
  for (const person of people) {
    const { id } = await addPerson(
      tx,
      {
        name: person.name,
        identifiers: knownBy(person),
        source: 'sample',
        language: LANGUAGES[person.speaks[0] ?? ''] ?? '',
        remark: person.remark ?? '',
        noticeGivenAt: noticeGiven.get(person.id) ?? null,
        createdAt: firstTicket.get(person.id) ?? since,
      },
      country,
    );
    given.set(person.id, id);
    await keepSpellings(tx, id, person, country);
    if (person.since === null && person.until === null) continue;
    await tx
      .update(identifiers)
      .set({ since: atOrNull(person.since), until: atOrNull(person.until) })
      .where(and(eq(identifiers.personId, id), eq(identifiers.kind, 'address')));
  }
  return given;
}

function knownBy(person: SamplePerson): KnownBy[] {
  const all = (kind: KnownBy['kind'], values: readonly (string | null | undefined)[]) =>
    values.flatMap((value) => (value ? [{ kind, value }] : []));
  return [
    ...all('name', person.alsoWritten),
    ...all('email', person.emails),
    ...all('phone', person.phones),
    ...all('address', [person.flat]),
    ...all('number', [person.registerNumber]),
    ...all('ip', [...person.ipv4, ...person.ipv6]),
    ...all('other', [person.born]),
  ];
}

/**
 * `addPerson` takes spellings that differ in accents only for one (Aydın, Aydin). The sample keeps each, because each
 * stands somewhere in its texts as it is.
 */
async function keepSpellings(tx: Writes, personId: number, person: SamplePerson, country: string): Promise<void> {
  const known = await tx
    .select({ value: identifiers.value })
    .from(identifiers)
    .where(and(eq(identifiers.personId, personId), eq(identifiers.kind, 'name')));
  const missing = person.alsoWritten.filter((name) => !known.some(({ value }) => value === name));
  if (missing.length === 0) return;
  await tx.insert(identifiers).values(
    missing.map((value) => ({
      uid: newUid(),
      personId,
      kind: 'name' as const,
      value,
      folded: fold(value),
      normalised: normalise('name', value, country),
      source: 'sample' as const,
      createdAt: tx.now,
    })),
  );
  tx.index.person(personId);
}
