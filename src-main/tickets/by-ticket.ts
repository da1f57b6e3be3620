/** Rows as lists by the ticket they belong to, in the order they come. */
export function byTicket<T extends { ticketId: number }>(rows: readonly T[]): Map<number, Omit<T, 'ticketId'>[]> {
  const lists = new Map<number, Omit<T, 'ticketId'>[]>();
  for (const { ticketId, ...row } of rows) {
    const list = lists.get(ticketId);
    if (list) list.push(row);
    else lists.set(ticketId, [row]);
  }
  return lists;
}
