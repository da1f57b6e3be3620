import { mappingNames } from './lists.ts';
import { eq } from 'drizzle-orm';
import * as v from 'valibot';
import { ImportMapping, type TableFacts } from '../../contract/exchange.ts';
import type { Actor } from '../../gate.ts';
import type { Working } from '../../jobs.ts';
import { importMappings, Refused, type Reads, type Store } from '../../store/index.ts';
import { fold } from '../../store/words.ts';
import { foldLabel } from '../table/fold-label.ts';
import {
  asHesk,
  fitMapping,
  guessColumns,
  isHeskHeader,
  mappingOf,
  type ColumnGuess,
  type Table,
} from '../table/index.ts';
import { stoppable, type ChosenTable } from './chosen-table.ts';
import { inspectOwn } from './inspect-own.ts';
import { ownHeader } from './own-table/own-source.ts';
import { openFile } from './source.ts';
import { officeTerms, type OfficeTerms } from './office-terms.ts';

const SHOWN_ROWS = 50;
const SHOWN_LENGTH = 500;

/**
 * Opens a file, tells how it is read and what its columns may be; a saved way of matching is laid over the guesses.
 * @throws Refused with a `table-…` reason; `not-found` (`mapping`)
 */
export async function inspectTable(
  store: Store,
  _actor: Actor,
  input: ChosenTable & { saved?: string },
  working: Working,
): Promise<TableFacts> {
  working.progress('open', 0, null);
  return stoppable(working, async (signal) => {
    const onProgress = (done: number, total: number) => working.progress('open', done, total);
    const opened = await openFile(input, { signal, onProgress });
    const terms = await officeTerms(store.db);
    const savedMappings = await mappingNames(store.db);
    if (opened.kind === 'table') {
      const saved = input.saved === undefined ? null : await savedMapping(store.db, input.saved);
      return { fileName: input.from.name, savedMappings, ...inspectRows(opened.table, terms, saved) };
    }
    const own = await inspectOwn(input.from.path, opened, terms, { signal, onProgress });
    const read = opened.kind === 'records' ? asRecords(opened.file.bytes, own.mapping) : asTable(opened.table);
    return {
      fileName: input.from.name,
      savedMappings,
      ...read,
      ...own,
      recognised: 'paperdesk',
      reasons: {},
      ambiguousDates: [],
    };
  });
}

type Facts = Omit<TableFacts, 'fileName' | 'savedMappings'>;
type HowRead = Omit<Facts, 'recognised' | 'holds' | 'mapping' | 'reasons' | 'ambiguousDates'>;

const asTable = (table: Table): HowRead => ({
  ...howItIsRead(table),
  header: ownHeader(table),
  sample: shownSample(table),
});
const asRecords = (bytes: number, { columns }: ImportMapping): HowRead => ({
  size: bytes,
  format: 'json',
  encoding: null,
  delimiter: null,
  sheets: [],
  sheet: null,
  headerRow: null,
  fillShortRows: false,
  shortRows: 0,
  undecodable: 0,
  refusedRowsFile: false,
  header: columns.map(({ header }) => header),
  sample: [],
});

function inspectRows(table: Table, terms: OfficeTerms, saved: ImportMapping | null): Facts {
  const rows = table.sample.flatMap((row) => (row.ok ? [row.cells] : []));
  const hesk = isHeskHeader(table.header);
  const guessed = guessColumns(table.header, rows);
  const guesses = hesk ? asHesk(guessed) : guessed;
  const categories = columnOfCategories(guesses, rows, terms);
  const mapping = saved === null ? mappingOf(guesses) : fitMapping(saved, guesses);
  return {
    ...howItIsRead(table),
    recognised: hesk ? 'hesk' : null,
    holds: null,
    header: table.header,
    sample: shownSample(table),
    mapping: withOwnFields(mapping, terms),
    reasons: Object.fromEntries(
      guesses.map(({ column, reason }) => [column, column === categories ? 'office-categories' : reason]),
    ),
    ambiguousDates: guesses.flatMap(({ column, ambiguous }) =>
      ambiguous === undefined
        ? []
        : [{ column, example: ambiguous.example, formats: ambiguous.formats, readings: ambiguous.readings }],
    ),
  };
}

const shownSample = ({ sample }: Table): string[][] =>
  sample
    .flatMap((row) => (row.ok ? [row.cells] : []))
    .slice(0, SHOWN_ROWS)
    .map((cells) => cells.map((cell) => cell.slice(0, SHOWN_LENGTH).toWellFormed()));

const ENOUGH = 0.6;

/** A column whose values are mostly the office's own categories is theirs, however many there are. Null: none is. */
function columnOfCategories(guesses: ColumnGuess[], rows: string[][], terms: OfficeTerms): number | null {
  if (guesses.some(({ target }) => target === 'category')) return null;
  const names = new Set(terms.categories.map(({ name }) => foldLabel(name)));
  const found = guesses.find(({ column, target }) => {
    const filled = rows.map((cells) => cells[column] ?? '').filter((cell) => cell.trim() !== '');
    return (
      target === 'custom' &&
      filled.length > 0 &&
      filled.filter((cell) => names.has(foldLabel(cell))).length >= filled.length * ENOUGH
    );
  });
  if (found === undefined) return null;
  found.target = 'category';
  delete found.newField;
  return found.column;
}

function howItIsRead({ shape, sheets, undecodable, sample }: Table) {
  const { bytes, headerRow, fillShortRows, refusedRowsFile } = shape;
  return {
    size: bytes,
    format: shape.kind,
    encoding: shape.kind === 'csv' ? shape.encoding : null,
    delimiter: shape.kind === 'csv' ? shape.delimiter : null,
    sheets: sheets.map(({ name, hidden, hasRows }) => ({ name, hidden, hasRows })),
    sheet: shape.kind === 'xlsx' ? shape.sheet : null,
    headerRow,
    fillShortRows,
    refusedRowsFile,
    undecodable,
    shortRows: sample.filter((row) => !row.ok && row.code === 'too-few-cells').length,
  };
}

async function savedMapping(db: Reads, name: string): Promise<ImportMapping> {
  const [row] = await db
    .select({ mapping: importMappings.mapping })
    .from(importMappings)
    .where(eq(importMappings.name, name));
  const read = v.safeParse(ImportMapping, row?.mapping);
  if (!read.success) throw new Refused('not-found', { reason: 'mapping' });
  return read.output;
}

/**
 * A column that would make a field whose name the office has already goes to that field; of two columns with one name
 * the second gets a number. Fields and terms that are gone since a mapping was saved are asked anew.
 */
function withOwnFields(mapping: ImportMapping, terms: OfficeTerms): ImportMapping {
  const taken = new Set(terms.fields.map(({ folded }) => folded));
  const free = (name: string): string => {
    for (let n = 1; ; n++) {
      const tried = n === 1 ? name : `${name.slice(0, 190)} (${n})`;
      if (taken.has(fold(tried))) continue;
      taken.add(fold(tried));
      return tried;
    }
  };
  const inUse = (record: Record<string, number | 'new'>, rows: readonly { id: number }[]) =>
    Object.entries(record).filter(([, id]) => id === 'new' || rows.some((row) => row.id === id));
  const columns = mapping.columns.map((column) => {
    const { newField, fieldId, header } = column;
    if (column.target !== 'custom') return column;
    if (fieldId !== undefined && terms.kinds.has(fieldId)) return column;
    const wanted = newField ?? { name: header.slice(0, 200) || 'Column', kind: 'text' as const, personal: true };
    const { fieldId: _gone, newField: _new, ...rest } = column;
    const own = terms.fields.find(({ folded }) => folded === fold(wanted.name));
    return own ? { ...rest, fieldId: own.id } : { ...rest, newField: { ...wanted, name: free(wanted.name) } };
  });
  const { defaultCategoryId, ...others } = mapping;
  const keepsDefault = terms.categories.some(({ id }) => id === defaultCategoryId);
  return {
    ...others,
    ...(keepsDefault && defaultCategoryId !== undefined ? { defaultCategoryId } : {}),
    columns,
    categories: Object.fromEntries(inUse(mapping.categories, terms.categories)),
    priorities: Object.fromEntries(inUse(mapping.priorities, terms.priorities)) as Record<string, number>,
    statuses: Object.fromEntries(inUse(mapping.statuses, terms.statuses)),
  };
}
