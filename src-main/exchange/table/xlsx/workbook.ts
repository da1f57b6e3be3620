import { posix } from 'node:path';
import { LIMITS } from '../limits.ts';
import { TableRefused } from '../refusal.ts';
import type { Archive } from './archive.ts';
import { readNumberFormat } from './number-format.ts';
import type { NumberFormat } from './number-format.ts';

export type Workbook = {
  sheets: { name: string; hidden: boolean; part: string }[];
  date1904: boolean;
  sharedStringsPart: string | null;
  /** Format of a cell by its style index. */
  formats: NumberFormat[];
};

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

type Relation = { id: string; type: string; part: string };

async function readRelations(archive: Archive, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part);
  const relations: Relation[] = [];
  await archive.readXml(posix.join(folder, '_rels', `${posix.basename(part)}.rels`), {
    open(name, attributes) {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return;
      const target = attributes['Target'] ?? '';
      relations.push({
        id: attributes['Id'] ?? '',
        type: posix.basename(attributes['Type'] ?? ''),
        part: target.startsWith('/') ? target.slice(1) : posix.join(folder, target),
      });
    },
    close: () => undefined,
    text: () => undefined,
  });
  return relations;
}

/** Sheets, formats and date system of an XLSX. Throws TableRefused when it is none, or has too many sheets. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const main = (await readRelations(archive, '')).find(({ type }) => type === 'officeDocument');
  const part = main?.part ?? 'xl/workbook.xml';
  if (!archive.has(part)) throw new TableRefused('not-a-table');
  const relations = await readRelations(archive, part);
  const sheets: Workbook['sheets'] = [];
  let date1904 = false;
  await archive.readXml(part, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = isTrue(attributes['date1904']);
      if (name !== 'sheet') return;
      const idAttribute = Object.keys(attributes).find((key) => key.endsWith(':id')) ?? 'id';
      const relation = relations.find(({ id }) => id === attributes[idAttribute]);
      // Chart sheets and macro sheets hold no rows.
      if (relation?.type !== 'worksheet') return;
      if (sheets.length >= LIMITS.sheets) throw new TableRefused('too-large', { sheets: LIMITS.sheets });
      const hidden = attributes['state'] === 'hidden' || attributes['state'] === 'veryHidden';
      sheets.push({ name: attributes['name'] ?? '', hidden, part: relation.part });
    },
    close: () => undefined,
    text: () => undefined,
  });
  const partOf = (type: string): string | null => relations.find((relation) => relation.type === type)?.part ?? null;
  return {
    sheets,
    date1904,
    sharedStringsPart: partOf('sharedStrings'),
    formats: await readFormats(archive, partOf('styles')),
  };
}

async function readFormats(archive: Archive, part: string | null): Promise<NumberFormat[]> {
  const codes = new Map<number, string>();
  const ids: number[] = [];
  let inCellFormats = false;
  if (part === null) return [];
  await archive.readXml(part, {
    open(name, attributes) {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) ids.push(Number(attributes['numFmtId'] ?? 0));
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
    text: () => undefined,
  });
  return ids.map((id) => readNumberFormat(id, codes.get(id)));
}
