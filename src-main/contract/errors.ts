/** Why a call was refused. Closed list: the window has words for each. */
export const ERROR_CODES = [
  'invalid', // arguments are not what the contract says
  'forbidden', // the permission is missing
  'no-office', // no office is open
  'not-found',
  'changed-meanwhile', // the row has another version by now
  'refused', // a rule of the office or of the law; `reason` says which
  'too-large',
  'unreadable', // the file is not what it should be
  'damaged', // the office file is damaged
  'newer-version', // the office was written by a newer Paperdesk
  'in-use', // another program, user or computer has the office open
  'read-only', // folder or file cannot be written
  'no-space', // the disk is full
  'cancelled',
  'busy', // other long work is under way
  'bug', // ours: logged without personal data
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Machine-readable facts for the message; never personal data but what the user typed just now. */
export type ErrorDetail = { reason?: string; field?: string; [fact: string]: string | number | boolean | undefined };

export type DeskError = { code: ErrorCode; message: string; detail: ErrorDetail };
/** `undo`: the id by which what was done can be taken back, or that it was too much to be taken back. */
export type Answer<T> = { ok: true; value: T; undo?: number | 'too-big' } | { ok: false; error: DeskError };

/** Thrown by areas for what is expected to go wrong; the gate turns it into a value. */
export class Refused extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;
  constructor(code: ErrorCode, detail: ErrorDetail = {}) {
    super(detail.reason ?? code);
    this.name = 'Refused';
    this.code = code;
    this.detail = detail;
  }
}
