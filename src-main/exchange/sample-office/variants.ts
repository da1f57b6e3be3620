import { Temporal } from 'temporal-polyfill';
import { seededTrackingIds } from './seed.ts';
import type { SampleOfficeSettings } from './shapes/office.ts';
import type { SamplePerson } from './shapes/people.ts';
import type { SampleReply, SampleTicket } from './shapes/tickets.ts';
import type { SampleTenant, SampleVariants } from './shapes/variants.ts';

/** Any fixed number gives the same ids on every computer; this is the sample's day. */
const TRACKING_SEED = 20261124;

/** Tickets older than this are answered and resolved. */
const OPEN_FOR_DAYS = 40;

/** The day's work runs from 8 o'clock over ten hours. */
const FIRST_HOUR = 8;

type Template = SampleVariants['templates'][number];
type Expanded = { people: SamplePerson[]; tickets: SampleTicket[] };

/**
 * Makes the recurring tickets by the formula of the sample's README: the same people and tickets on every computer.
 * People get ids `n01`, `n02`, ..., tickets `u001`, `u002`, ...; no tracking id is one of `taken`.
 * What the formula leaves open: calls, visits and letters were taken in by the front desk of that day; of the young
 * tickets only those in a status that says "we have written last" carry the reply.
 */
export function expandVariants(
  variants: SampleVariants,
  settings: Pick<SampleOfficeSettings, 'timeZone' | 'staff' | 'statuses'>,
  taken: Iterable<string>,
): Expanded {
  const trackingId = seededTrackingIds(TRACKING_SEED, taken);
  const people = variants.tenants.map((tenant, index) => personOf(tenant, index));
  const tickets = Array.from({ length: variants.count }, (_, n) => {
    const template = nth(variants.templates, n);
    const at = (n * 7) % variants.tenants.length;
    const requester = { tenant: nth(variants.tenants, at), id: nth(people, at).id };
    return ticketOf(variants, settings, template, requester, n, trackingId());
  });
  return { people, tickets };
}

function ticketOf(
  variants: SampleVariants,
  settings: Pick<SampleOfficeSettings, 'timeZone' | 'staff' | 'statuses'>,
  template: Template,
  requester: { tenant: SampleTenant; id: string },
  n: number,
  trackingId: string,
): SampleTicket {
  const round = Math.floor(n / variants.templates.length);
  const words = (text: string) =>
    capital(fillSlots(text, variants, Math.floor(round / template.messages.length) + (n % variants.templates.length)));
  const created = createdOf(variants, settings.timeZone, n);
  const today = Temporal.Instant.from(variants.today).toZonedDateTimeISO(settings.timeZone);
  const old = Temporal.ZonedDateTime.compare(created, today.subtract({ days: OPEN_FOR_DAYS })) < 0;
  const status = old ? resolvedStatus(settings.statuses) : nth(variants.openStatuses, n);
  const resolved = old ? created.add({ days: template.resolvedAfterDays }) : null;

  const replies: SampleReply[] = [];
  if (old || weWroteLast(settings.statuses, status)) {
    const answered = created.add({ hours: 2 });
    replies.push(reply(1, template.owner, 'staff', answered, words(nth(template.replies, round))));
  }
  if (resolved && template.thanks) {
    replies.push(reply(2, requester.id, 'customer', resolved.subtract({ hours: 1 }), words(template.thanks)));
  }

  const openedBy = isWritten(template.channel) ? null : frontDesk(settings.staff, created.toPlainDate());
  const fields = Object.entries(template.fields).map(([field, value]) => [field, words(value)] as const);
  return {
    id: `u${String(n + 1).padStart(3, '0')}`,
    trackingId,
    requester: requester.id,
    followers: [],
    category: template.category,
    priority: template.priority,
    status,
    owner: template.owner,
    channel: template.channel,
    openedBy,
    ip: null,
    subject: words(nth(template.subjects, round)),
    created: moment(created),
    writtenBy: template.channel === 'phone' || template.channel === 'walk-in' ? openedBy : requester.id,
    message: words(nth(template.messages, round)),
    fields: { building: requester.tenant.building, flat: requester.tenant.flat, ...Object.fromEntries(fields) },
    attachments: [],
    replies,
    notes: [],
    firstReply: replies[0]?.at ?? null,
    resolved: resolved ? moment(resolved) : null,
    due: null,
    updated: resolved ? moment(resolved) : (replies.at(-1)?.at ?? moment(created)),
    timeWorked: template.timeWorked,
    tags: [],
    linked: [],
    mergedInto: null,
    locked: false,
    tagged: false,
    hold: null,
  };
}

function createdOf(variants: SampleVariants, zone: string, n: number): Temporal.ZonedDateTime {
  const day = Temporal.PlainDate.from(variants.start).add({ days: Math.floor(n * variants.stepDays) });
  const workday = day.dayOfWeek > 5 ? day.add({ days: 2 }) : day;
  return workday.toZonedDateTime({ timeZone: zone, plainTime: { hour: FIRST_HOUR + (n % 10), minute: (n * 17) % 60 } });
}

function fillSlots(text: string, variants: SampleVariants, step: number): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const choices = variants.slots[name];
    return choices ? nth(choices, step) : whole;
  });
}

function capital(text: string): string {
  const first = text.slice(0, 1);
  return first.toUpperCase() + text.slice(1);
}

function reply(
  n: number,
  by: string,
  kind: SampleReply['kind'],
  at: Temporal.ZonedDateTime,
  text: string,
): SampleReply {
  return { n, by, kind, at: moment(at), text, attachments: [] };
}

function isWritten(channel: Template['channel']): boolean {
  return channel === 'mail' || channel === 'web';
}

function frontDesk(staff: SampleOfficeSettings['staff'], day: Temporal.PlainDate): string | null {
  const there = staff.filter(
    ({ since, until }) =>
      Temporal.PlainDate.compare(since, day) <= 0 && (!until || Temporal.PlainDate.compare(day, until) <= 0),
  );
  return there.find(({ function: work }) => work.startsWith('Front desk'))?.id ?? null;
}

function resolvedStatus(statuses: SampleOfficeSettings['statuses']): string {
  const resolved = statuses.find(({ open }) => !open);
  if (!resolved) throw new RangeError('no status says that a ticket is resolved');
  return resolved.id;
}

/** HESK's status 2, "Replied": staff has written last. */
function weWroteLast(statuses: SampleOfficeSettings['statuses'], id: string): boolean {
  return statuses.find((status) => status.id === id)?.hesk === 2;
}

function personOf(tenant: SampleTenant, index: number): SamplePerson {
  return {
    id: `n${String(index + 1).padStart(2, '0')}`,
    kind: 'tenant',
    name: tenant.name,
    alsoWritten: [],
    emails: [tenant.email],
    phones: [],
    ipv4: [],
    ipv6: [],
    flat: `${tenant.building} ${tenant.flat}`,
    since: null,
    until: null,
    speaks: [],
    born: null,
    remark: null,
  };
}

function moment(at: Temporal.ZonedDateTime): string {
  return at.toString({ timeZoneName: 'never', fractionalSecondDigits: 0 });
}

/** The element at `index` modulo the length; the shapes promise that the list is not empty. */
function nth<T>(list: readonly T[], index: number): T {
  const element = list[index % list.length];
  if (element === undefined) throw new RangeError('the list is empty');
  return element;
}
