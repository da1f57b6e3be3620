import { attachmentsOf } from './sample.ts';
import type { SampleOffice } from './sample.ts';
import type { SampleTicket } from './shapes/tickets.ts';

type Wrong = { file: string; what: string };

/** The first reference in the sample that leads nowhere, or nothing when all of them stand. */
export function checkReferences(office: SampleOffice): Wrong | null {
  return ticketReferences(office) ?? variantReferences(office) ?? fileReferences(office) ?? truthReferences(office);
}

function ticketReferences({ settings, people, tickets }: SampleOffice): Wrong | null {
  const persons = new Set(people.map(({ id }) => id));
  const staff = new Set(settings.staff.map(({ id }) => id));
  const known = {
    category: new Set(settings.categories.map(({ id }) => id)),
    priority: new Set(settings.priorities.map(({ id }) => id)),
    status: new Set(settings.statuses.map(({ id }) => id)),
    field: new Set(settings.customFields.map(({ id }) => id)),
    ticket: new Set(tickets.map(({ id }) => id)),
  };
  for (const ticket of tickets) {
    const missing =
      unknown([ticket.category], known.category) ??
      unknown([ticket.priority], known.priority) ??
      unknown([ticket.status], known.status) ??
      unknown(Object.keys(ticket.fields), known.field) ??
      unknown([...ticket.linked, ticket.mergedInto], known.ticket) ??
      unknown([ticket.requester, ...ticket.followers], persons) ??
      unknown([ticket.owner, ticket.openedBy, ticket.hold?.by ?? null, ...ticket.notes.map(({ by }) => by)], staff) ??
      unknown(authorsOf(ticket), new Set([...persons, ...staff]));
    if (missing) return { file: 'tickets.json', what: `${ticket.id} names ${missing}, which is nowhere` };
  }
  return null;
}

function variantReferences({ settings, variants }: SampleOffice): Wrong | null {
  const statuses = new Set(settings.statuses.map(({ id }) => id));
  const categories = new Set(settings.categories.map(({ id }) => id));
  const slots = new Set(Object.keys(variants.slots));
  for (const template of variants.templates) {
    const { subjects, messages, replies, fields } = template;
    const texts = [...subjects, ...messages, ...replies, ...Object.values(fields)];
    const used = texts.flatMap((text) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ''));
    const missing = unknown(used, slots) ?? unknown([template.category], categories);
    if (missing) return { file: 'variants.json', what: `${template.id} names ${missing}, which is nowhere` };
  }
  const missing = unknown(variants.openStatuses, statuses);
  return missing ? { file: 'variants.json', what: `the status ${missing} is nowhere` } : null;
}

function fileReferences({ tickets, worded, further }: SampleOffice): Wrong | null {
  const described = new Map([...worded, ...further].map(({ id, kind }) => [id, kind]));
  const attached = tickets.flatMap(attachmentsOf);
  const missing = attached.find(({ id }) => !described.has(id));
  if (missing) return { file: 'further/further.json', what: `nothing says what ${missing.id} is` };
  const spare = unknown([...described.keys()], new Set(attached.map(({ id }) => id)));
  return spare ? { file: 'tickets.json', what: `no ticket has the file ${spare}` } : null;
}

function truthReferences({ tickets, people, truth }: SampleOffice): Wrong | null {
  const persons = new Set(people.map(({ id }) => id));
  const known = new Set(tickets.map(({ id }) => id));
  for (const { person, places, nearMisses } of truth.people) {
    const missing =
      unknown([person], persons) ??
      unknown(
        [...places, ...nearMisses].map(({ ticket }) => ticket),
        known,
      );
    if (missing) return { file: 'truth.json', what: `${missing} is nowhere` };
  }
  return null;
}

function authorsOf(ticket: SampleTicket): (string | null)[] {
  return [
    ticket.writtenBy,
    ...ticket.replies.map(({ by }) => by),
    ...attachmentsOf(ticket).map(({ addedBy }) => addedBy),
  ];
}

function unknown(ids: (string | null)[], known: ReadonlySet<string>): string | undefined {
  return ids.find((id): id is string => id !== null && !known.has(id));
}
