import { setImmediate } from 'node:timers/promises';
import type { FileHolds, ImportMapping } from '../../contract/exchange.ts';
import { foldLabel } from '../table/fold-label.ts';
import { type Incoming, type Named } from './incoming.ts';
import { recordMapping } from './json/record-mapping.ts';
import type { OfficeTerms } from './office-terms.ts';
import { ownMapping } from './own-table/own-mapping.ts';
import { ownHeader } from './own-table/own-source.ts';
import { shownTicket } from './preview-rows.ts';
import { sourceOf, type OpenedFile } from './source.ts';
import type { Reading, SourceRow } from './source-row.ts';

const SHOWN = 10;
const MOST_NAMES = 1_000;
const BREATH = 500;

type Own = Exclude<OpenedFile, { kind: 'table' }>;

/** What a file of Paperdesk's holds, read through to its end, and how it would come in. */
export async function inspectOwn(
  path: string,
  opened: Own,
  terms: OfficeTerms,
  reading: Reading,
): Promise<{ holds: FileHolds; mapping: ImportMapping }> {
  const holding = new Holding();
  const guessed = mappingFor(opened, terms, []);
  const source = sourceOf(path, opened, guessed, terms);
  let rows = 0;
  for await (const row of source.rows(reading)) {
    holding.add(row);
    if (++rows % BREATH === 0) await setImmediate();
  }
  const mapping = mappingFor(opened, terms, [...holding.newCategories]);
  const { office, without, says, unknown } = source.own ?? { office: '', without: [], says: null, unknown: [] };
  const fields = mapping.columns.filter(({ target }) => target === 'custom').length;
  return {
    holds: {
      office,
      counts: { ...holding.counts, people: holding.people, fields },
      without,
      says,
      unknown: [...unknown, ...holding.unknown],
      preview: holding.first.map((row) =>
        row.ok ? shownTicket(row.ticket) : shownTicket(null, [{ column: row.column, code: row.reason }]),
      ),
    },
    mapping,
  };
}

function mappingFor(opened: Own, terms: OfficeTerms, newCategories: readonly string[]): ImportMapping {
  if (opened.kind === 'records') return recordMapping(opened.file.head.terms, terms);
  const sample = opened.table.sample.flatMap((row) => (row.ok ? [row.cells] : []));
  return ownMapping(ownHeader(opened.table), sample, terms, newCategories);
}

/** Counts what stands in a file as it passes. */
class Holding {
  readonly counts = { tickets: 0, replies: 0, notes: 0, attachments: 0, history: 0 };
  readonly unknown = new Set<string>();
  readonly newCategories = new Set<string>();
  readonly first: SourceRow[] = [];
  readonly #people = new Set<string>();

  get people(): number {
    return this.#people.size;
  }

  add(row: SourceRow): void {
    if (this.first.length < SHOWN) this.first.push(row);
    if (!row.ok) return;
    this.counts.tickets++;
    for (const key of row.unknown) this.unknown.add(key);
    this.#addTicket(row.ticket);
  }

  #addTicket({ requester, followers, mentioned, entries, files, history, category }: Incoming): void {
    for (const person of [...(requester ? [requester] : []), ...followers, ...mentioned])
      this.#people.add(personKey(person));
    for (const { kind } of entries) this.counts[kind === 'reply' ? 'replies' : 'notes']++;
    this.counts.attachments += files.length;
    this.counts.history += history;
    if (category.unknown && this.newCategories.size < MOST_NAMES) this.newCategories.add(category.text);
  }
}

/** Somebody told apart from others as far as a file does: by uid, else by name and what else is known. */
const personKey = ({ uid, name, knownBy }: Named): string =>
  uid ?? [name, ...knownBy.map(({ value }) => value)].map(foldLabel).join('\n');
