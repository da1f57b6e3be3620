/** What the window and the page that draws a PDF say to each other. The page has an origin of its own and can reach nothing else. */
export type ToFrame =
  | { kind: 'open'; bytes: ArrayBuffer; worker: string }
  | { kind: 'show'; page: number; zoom: Zoom }
  | { kind: 'resource'; id: number; bytes: ArrayBuffer | null };
export type FromFrame =
  | { kind: 'ready' }
  | { kind: 'opened'; pages: number }
  | { kind: 'shown'; page: number; percent: number }
  | { kind: 'wanted'; id: number; folder: ResourceFolder; name: string }
  | { kind: 'failed'; why: FailedBy }
  | { kind: 'key'; key: FrameKey; shift: boolean };

/** Percent, or as wide as the window allows. */
export type Zoom = number | 'fit';
export const FAILURES = ['password', 'broken'] as const;
export type FailedBy = (typeof FAILURES)[number];
export const RESOURCE_FOLDERS = ['cmaps', 'standard_fonts', 'wasm'] as const;
export type ResourceFolder = (typeof RESOURCE_FOLDERS)[number];
/** Keys that mean something to the window and not to the page. */
export const FRAME_KEYS = [
  'Escape',
  'PageDown',
  'PageUp',
  'Home',
  'End',
  'ArrowLeft',
  'ArrowRight',
  '+',
  '=',
  '-',
  '0',
] as const;
export type FrameKey = (typeof FRAME_KEYS)[number];

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isOneOf = <T extends string>(known: readonly T[], value: unknown): value is T =>
  known.some((one) => one === value);

/** A message of the page, taken apart; null for anything it has no business to say. */
export function fromFrame(data: unknown): FromFrame | null {
  if (typeof data !== 'object' || data === null || !('kind' in data)) return null;
  const told = data as Record<string, unknown>;
  switch (told['kind']) {
    case 'ready':
      return { kind: 'ready' };
    case 'opened':
      return isCount(told['pages']) ? { kind: 'opened', pages: told['pages'] } : null;
    case 'shown':
      return isCount(told['page']) && isCount(told['percent'])
        ? { kind: 'shown', page: told['page'], percent: told['percent'] }
        : null;
    case 'wanted': {
      const { id, folder, name } = told;
      const known = isCount(id) && isOneOf(RESOURCE_FOLDERS, folder) && typeof name === 'string';
      return known && /^[A-Za-z0-9_-]{1,60}\.[a-z]{2,6}$/.test(name) ? { kind: 'wanted', id, folder, name } : null;
    }
    case 'failed':
      return isOneOf(FAILURES, told['why']) ? { kind: 'failed', why: told['why'] } : null;
    case 'key':
      return isOneOf(FRAME_KEYS, told['key']) ? { kind: 'key', key: told['key'], shift: told['shift'] === true } : null;
    default:
      return null;
  }
}
