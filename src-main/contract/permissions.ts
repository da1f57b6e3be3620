/** What a person may do; HESK's list as far as the desk has the feature, and more of its own (hesk.md). */
export const PERMISSIONS = [
  'view tickets',
  'submit tickets',
  'reply to tickets',
  'edit tickets',
  'delete tickets',
  'anonymise tickets',
  'resolve tickets',
  'assign tickets',
  'view people',
  /** Correct, join and take apart people; give tickets to another one. */
  'edit people',
  'find',
  'print',
  /** What left the desk, when and where to, and whose data it was. */
  'view the ledger',
  'export',
  'import',
  'manage settings',
  'manage categories',
  'manage backups',
  /** Opening, making and choosing an office: whoever sits at the computer. */
  'use the desk',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
