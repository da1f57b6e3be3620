import { rowsInOffice } from './second-look.ts';

/** Somebody who came in with the list of walk-ins: one ticket, and a name and address that stand nowhere else. */
export type WalkIn = { ticketId: number; trackingId: string; name: string; email: string; subject: string };

const WALK_INS = `
  SELECT t.id AS ticketId, t.tracking_id AS trackingId, p.name, e.value AS email, t.subject
  FROM tickets t
  JOIN ticket_people x ON x.ticket_id = t.id AND x.role = 'requester'
  JOIN people p ON p.id = x.person_id
  JOIN identifiers e ON e.person_id = p.id AND e.kind = 'email'
  WHERE t.import_batch = (SELECT max(id) FROM imports) AND t.hidden = 0
    AND (SELECT count(*) FROM ticket_people y WHERE y.person_id = p.id) = 1
    AND (SELECT count(*) FROM identifiers o WHERE o.normalised = e.normalised) = 1
    AND (SELECT count(*) FROM people o WHERE o.name_folded = p.name_folded) = 1
    AND NOT EXISTS (SELECT 1 FROM holds h WHERE h.ticket_id = t.id OR h.person_id = p.id)
    AND NOT EXISTS (SELECT 1 FROM tickets o WHERE o.id <> t.id AND (instr(o.message, p.name) OR instr(o.subject, p.name)))
    AND NOT EXISTS (SELECT 1 FROM entries o WHERE instr(o.body, p.name) OR instr(o.body, e.value))
  ORDER BY t.id`;

/** Two walk-ins: one to delete, one to anonymise. Throws when the office has none such. */
export function twoWalkIns(office: string): { toDelete: WalkIn; toAnonymise: WalkIn } {
  const all = rowsInOffice<WalkIn>(office, WALK_INS);
  const latin = all.filter(({ name }) => /^[\p{Script=Latin} ]+$/u.test(name));
  const [toDelete, toAnonymise] = latin;
  if (!toDelete || !toAnonymise) throw new Error('nobody came in who stands nowhere else');
  return { toDelete, toAnonymise };
}
