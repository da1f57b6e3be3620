import type { DifferenceField } from '../../../contract/exchange.ts';
import type { IdentifierKind } from '../../../contract/terms.ts';
import { normalise } from '../../../people/index.ts';
import { calledOf, type Incoming, type Named, type NamedBy } from '../incoming.ts';
import type { PresentPerson, PresentTicket } from '../present.ts';
import { shown, type Differences } from './difference.ts';

const FIELDS: Record<IdentifierKind, DifferenceField> = {
  name: 'name',
  email: 'email',
  phone: 'phone',
  number: 'customerNumber',
  address: 'address',
  ip: 'ip',
  other: 'other',
};

type Compared = { differences: Differences; country: string; batch: number | null };

/** Compares whom a ticket is about, who follows it and who is only spoken of. */
export function comparePeople(theirs: Incoming, ours: PresentTicket, compared: Compared): void {
  const of = (role: 'requester' | 'follower' | 'mentioned') =>
    ours.people.filter((part) => part.role === role).map(({ person }) => person);
  const [requester] = of('requester');
  if (theirs.requester !== null) {
    if (requester === undefined) compared.differences.add('name', calledOf(theirs.requester), '', 'content');
    else comparePerson(theirs.requester, requester, compared, 'content');
  }
  for (const [field, role, named] of [
    ['followers', 'follower', theirs.followers],
    ['mentioned', 'mentioned', theirs.mentioned],
  ] as const)
    compareOthers(field, named, of(role), requester, compared);
}

/** Each of these stands on the ticket, told by an identifier or the name. */
function compareOthers(
  field: 'followers' | 'mentioned',
  named: readonly Named[],
  here: readonly PresentPerson[],
  requester: PresentPerson | undefined,
  compared: Compared,
): void {
  const left = [...here];
  for (const one of named) {
    const at = left.findIndex((person) => isSame(one, person, compared.country));
    if (at !== -1) {
      const [person] = left.splice(at, 1);
      if (!person) continue;
      comparePerson(one, person, compared, 'kept');
      if (one.asked) compared.differences.add(field, calledOf(one), person.name, 'second-requester');
    } else if (field === 'followers' && requester && isSame(one, requester, compared.country))
      compared.differences.add(field, calledOf(one), requester.name, 'same-as-requester');
    else if (here.some((person) => isSame(one, person, compared.country))) continue;
    else compared.differences.add(field, calledOf(one), here.map(({ name }) => name).join(', '), 'content');
  }
}

function isSame(named: Named, person: PresentPerson, country: string): boolean {
  if (named.uid !== undefined && named.uid === person.uid) return true;
  const known = person.identifiers.map(({ kind, normalised }) => `${kind} ${normalised}`);
  const telling = named.knownBy.filter(({ kind }) => kind !== 'name' && kind !== 'address' && kind !== 'ip');
  const byName =
    known.includes(`name ${normalise('name', calledOf(named).trim(), country)}`) || person.name === calledOf(named);
  if (telling.length === 0) return byName;
  return (
    byName && telling.some(({ kind, value }) => known.includes(`${kind} ${normalise(kind, value.trim(), country)}`))
  );
}

/** `why`: for what the person here does not have. */
function comparePerson(
  named: Named,
  person: PresentPerson,
  { differences, country, batch }: Compared,
  why: 'content' | 'kept',
): void {
  const cut = (text: string) => text.trim().slice(0, 500);
  const known = named.name === '' ? named.knownBy : [{ kind: 'name' as const, value: named.name }, ...named.knownBy];
  const hereOf = (kind: IdentifierKind) =>
    person.identifiers
      .filter((one) => one.kind === kind)
      .map(({ value }) => value)
      .join(', ');
  const said = new Set<string>();
  for (const { kind, value } of known) {
    if (said.has(`${kind} ${value}`)) continue;
    said.add(`${kind} ${value}`);
    const same = person.identifiers.filter((one) => one.kind === kind);
    if (same.some((one) => one.value === value)) continue;
    const field = FIELDS[kind];
    const normal = normalise(kind, cut(value), country);
    const found = same.find((one) => one.value === cut(value)) ?? same.find((one) => one.normalised === normal);
    if (cut(value) === '') {
      if (value !== '' || kind !== 'name') differences.add(field, value, '', 'nothing');
    } else if (found) differences.add(field, value, found.value, found.value === cut(value) ? 'tidied' : 'spelling');
    else differences.add(field, value, hereOf(kind), why);
  }
  if (named.uid !== undefined && named.uid !== person.uid)
    differences.add('person', named.uid, person.uid, 'person-known');
  if (named.name === '' && person.name !== '') differences.add('name', '', person.name, 'not-said');
  // What somebody is called here is a name of theirs, also where the file's list of names does not have it.
  const listed = named.knownBy.some(({ kind, value }) => kind === 'name' && value === named.name);
  if (named.uid !== undefined && named.name !== '' && !listed) differences.add('name', '', named.name, 'name-added');
  if (named.name !== '' && cut(named.name) !== person.name && hereOf('name').includes(cut(named.name)))
    differences.add('name', named.name, person.name, 'person-known');
  compareRecorded(named, person, batch !== null && person.importBatch === batch, differences);
}

/** What only records say of a person; somebody who was here before stays as they were. */
function compareRecorded(named: Named, person: PresentPerson, isNew: boolean, differences: Differences): void {
  const why = isNew ? 'kept' : 'person-known';
  if (named.language !== undefined) differences.same('person', named.language, person.language, why);
  if (named.remark !== undefined) differences.same('person', named.remark, person.remark, why);
  if (named.noticeGiven !== undefined)
    differences.same('person', shown(named.noticeGiven), shown(person.noticeGivenAt), why);
  if (named.restricted !== undefined)
    differences.same('person', shown(named.restricted), shown(person.restrictedAt), why);
  if (named.created !== undefined && isNew)
    differences.same('person', shown(named.created), shown(person.createdAt), why);
  for (const known of named.knownBy) {
    const here = person.identifiers.find(({ kind, value }) => kind === known.kind && value === known.value.trim());
    if (here) compareSpan(known, here, why, differences);
  }
}

function compareSpan(
  known: NamedBy,
  here: PresentPerson['identifiers'][number],
  why: 'kept' | 'person-known',
  differences: Differences,
): void {
  const span = (one: { preferred?: boolean; since?: number | null; until?: number | null }) =>
    [one.preferred === undefined ? '' : String(one.preferred), shown(one.since ?? null), shown(one.until ?? null)].join(
      ' ',
    );
  const said = {
    ...(known.preferred === undefined ? {} : { preferred: known.preferred }),
    since: known.since ?? null,
    until: known.until ?? null,
  };
  const { since, until, preferred } = here;
  if (known.since === undefined && known.until === undefined && known.preferred === undefined) return;
  const ours = { ...(known.preferred === undefined ? {} : { preferred }), since, until };
  if (span(said) !== span(ours)) differences.add('person', known.value, here.value, why);
}
