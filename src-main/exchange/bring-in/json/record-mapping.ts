import { COLUMN_TARGETS, type ImportMapping } from '../../../contract/exchange.ts';
import { fold } from '../../../store/words.ts';
import type { OfficeTerms } from '../office-terms.ts';
import { free } from '../own-table/own-mapping.ts';
import type { TermsRecord } from '../../record/shape.ts';
import { DATE_TARGETS, type Choice } from '../../table/index.ts';
import { choose, meanings } from '../../table/mapping/choices.ts';
import type { RecordWords } from './incoming-record.ts';

/** What every record says; own fields come before it. */
const TARGETS = COLUMN_TARGETS.filter((target) => target !== 'ignore' && target !== 'custom');

type Row = { id: number; uid: string; name: string };
type Said = { uid: string; name: string };
const byUid = (rows: readonly Row[], { uid }: Said) => rows.find((row) => row.uid === uid);
const byName = (rows: readonly Row[], { name }: Said) => rows.find((row) => fold(row.name) === fold(name));

/** The status here that one of another office is: by uid, name, or by what the program does with it. */
const statusHere = ({ statuses }: OfficeTerms, said: TermsRecord['statuses'][number]) =>
  byUid(statuses, said) ??
  byName(statuses, said) ??
  (said.role === 'custom' ? undefined : statuses.find(({ role }) => role === said.role));

/**
 * How records come into this office: their fields go to the fields of the same uid, or the same name and kind, and
 * become new ones otherwise; categories and statuses that are not here are made.
 */
export function recordMapping(of: TermsRecord, terms: OfficeTerms): ImportMapping {
  const taken = new Set(terms.fields.map(({ folded }) => folded));
  const fields = of.fields.map((field, column): ImportMapping['columns'][number] => {
    const { name, kind, personal } = field;
    const own =
      terms.fields.find(({ uid }) => uid === field.uid) ??
      terms.fields.find((one) => one.kind === kind && one.folded === fold(name));
    const header = name.slice(0, 2_000);
    const dated = kind === 'date' ? { dateFormat: 'iso' } : {};
    if (own) return { column, header, target: 'custom', fieldId: own.id, ...dated };
    return { column, header, target: 'custom', newField: { name: free(name, taken), kind, personal }, ...dated };
  });
  const missing = <T extends Said>(said: readonly T[], here: (one: T) => unknown) =>
    Object.fromEntries(
      said.filter((one) => !here(one) && one.name.trim() !== '').map(({ name }) => [name, 'new' as const]),
    );
  return {
    columns: [
      ...fields,
      ...TARGETS.map((target, n) => ({
        column: fields.length + n,
        header: target,
        target,
        ...(DATE_TARGETS.includes(target) ? { dateFormat: 'iso' } : {}),
      })),
    ],
    categories: missing(of.categories, (one) => byUid(terms.categories, one) ?? byName(terms.categories, one)),
    priorities: {},
    statuses: missing(of.statuses, (one) => statusHere(terms, one)),
  };
}

/** Finds what records refer to: by uid, as the user decided, by name, by what a status or priority is for. */
export function recordWords(of: TermsRecord, mapping: ImportMapping, terms: OfficeTerms): RecordWords {
  const words = meanings(terms);
  const known =
    (rows: readonly Row[], pick: (text: string) => Choice) =>
    (said: Said): Choice => {
      const row = byUid(rows, said);
      return row ? { text: said.name, id: row.id, isNew: false, unknown: false } : pick(said.name);
    };
  const roleOf = (name: string) => of.statuses.find((one) => one.name === name);
  const markOf = (name: string) => of.priorities.find((one) => one.name === name)?.mark;
  const columns = new Map(
    of.fields.flatMap(
      ({ uid, name }, column) =>
        [
          [uid, column],
          [`name ${fold(name)}`, column],
        ] as const,
    ),
  );
  return {
    category: known(
      terms.categories,
      choose(mapping.categories, terms.categories, () => null),
    ),
    priority: known(
      terms.priorities,
      choose(
        mapping.priorities,
        terms.priorities,
        (name) => terms.priorities.find(({ mark }) => mark === markOf(name))?.id ?? words.priority(name),
      ),
    ),
    status: known(
      terms.statuses,
      choose(mapping.statuses, terms.statuses, (name) => {
        const said = roleOf(name);
        return (said ? statusHere(terms, said)?.id : undefined) ?? words.status(name);
      }),
    ),
    column: ({ uid, name }) => columns.get(uid) ?? columns.get(`name ${fold(name)}`) ?? null,
  };
}
