import type { Filter } from '../../../src-main/contract/terms.ts';
import { office } from '../../office.svelte.ts';
import { format, t } from '../../texts/language.svelte.ts';

/** One condition that narrows the list: what it says, and the names in the filter that go with it. */
export type Condition = { key: string; text: string; names: (keyof Filter)[] };

const chip = (what: string, values: string) => t('tickets.filter.chip', { what, values });
const LISTED = 2;

function listed(
  key: 'categories' | 'priorities' | 'statuses',
  ids: readonly number[] | undefined,
  nameOf: (id: number) => string | undefined,
): Condition[] {
  if (!ids) return [];
  const names = ids.map((id) => nameOf(id) ?? t('common.unknown'));
  return [{ key, text: chip(t(`tickets.filter.${key}`), format().list(names, LISTED)), names: [key] }];
}

function dates(key: 'created' | 'due', from: number | undefined, to: number | undefined): Condition[] {
  if (from === undefined && to === undefined) return [];
  const [first, last] = [from, to].map((at) => (at === undefined ? '' : format().date(at))) as [string, string];
  const words =
    to === undefined
      ? t('tickets.filter.since', { from: first })
      : from === undefined
        ? t('tickets.filter.until', { to: last })
        : t('tickets.filter.between', { from: first, to: last });
  return [{ key, text: chip(t(`tickets.filter.${key}`), words), names: [`${key}From`, `${key}To`] }];
}

/** The conditions of a filter in words, besides its view and the text of find. `person`: the name of its person. */
export function conditionsOf(filter: Filter, person: string): Condition[] {
  const owners = [
    ...(filter.owners ?? []).map((id) => office.staff(id)?.name ?? t('common.unknown')),
    ...(filter.unowned ? [t('common.nobody')] : []),
  ];
  return [
    ...(filter.person === undefined
      ? []
      : [{ key: 'person', text: t('tickets.filter.person', { name: person }), names: ['person'] } satisfies Condition]),
    ...listed('categories', filter.categories, (id) => office.category(id)?.name),
    ...listed('priorities', filter.priorities, (id) => office.priority(id)?.name),
    ...listed('statuses', filter.statuses, (id) => office.status(id)?.name),
    ...(owners.length === 0
      ? []
      : [
          {
            key: 'owners',
            text: chip(t('tickets.filter.owners'), format().list(owners, LISTED)),
            names: ['owners', 'unowned'],
          } satisfies Condition,
        ]),
    ...dates('created', filter.createdFrom, filter.createdTo),
    ...dates('due', filter.dueFrom, filter.dueTo),
    ...(filter.tagged === undefined
      ? []
      : [{ key: 'tagged', text: t('tickets.filter.tagged'), names: ['tagged'] } satisfies Condition]),
  ];
}

/** A filter with some of its conditions set anew; undefined, empty and false ones are taken out. */
export function withConditions(filter: Filter, change: Partial<Filter>): Filter {
  const merged = { ...filter, ...change };
  return Object.fromEntries(
    Object.entries(merged).filter(
      ([, value]) => value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0),
    ),
  );
}

/** The last moment of a day that is given as `2026-11-19`; undefined for what is no day. */
export function endOfFieldDate(text: string): number | undefined {
  const start = format().fromFieldDate(text);
  if (start === null) return undefined;
  // A day has 23 to 25 hours: the next one begins within 26, whatever the season.
  const next = format().fromFieldDate(format().fieldDate(start + 26 * 3_600_000));
  return next === null ? undefined : next - 1;
}
