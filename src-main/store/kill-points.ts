/** Places at which a test ends the program as a power cut would, to see that nothing is half done afterwards. */
export const KILL_POINTS = [
  'founding: tables made',
  'founding: whole',
  'migration: begun',
  'import: first slice in',
  'import: all slices in',
  'import: a file in',
  'import: batch done',
  'import: taken back',
  'purge: begun',
  'purge: rows gone',
  'anonymise: rows changed',
  'anonymise: committed',
  'forget: rows changed',
  'forget: committed',
  'backup: copying',
  'backup: copied',
  'restore: copying',
  'restore: present file kept',
  'restore: file placed',
  'restore: tombstones replayed',
  'attachment: pieces half in',
  'export: half written',
  'export: written down',
  'undo: rows back',
  'sql in: rows half in',
  'sql in: rows in',
  'sql in: index built',
  'sql in: whole',
] as const;
export type KillPoint = (typeof KILL_POINTS)[number];

/** Ends the process, uncaught and at once, when PAPERDESK_KILL_AT names this point (tests alone set it). */
export function killPoint(name: KillPoint): void {
  if (process.env['PAPERDESK_KILL_AT'] === name) process.kill(process.pid, 'SIGKILL');
}
