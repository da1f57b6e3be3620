/** As much of a schema as is needed to know its keys. */
type Shape = { type?: unknown; entries?: Record<string, unknown>; item?: unknown; wrapped?: unknown };

/**
 * Where a value has members that its schema (objects, arrays and what may be left out) does not know: `replies[].mood`.
 * Names alone, never what stands in them.
 */
export function* unknownKeys(schema: unknown, value: unknown, path = ''): Generator<string> {
  const { type, entries, item, wrapped } = schema as Shape;
  if (wrapped !== undefined) yield* unknownKeys(wrapped, value, path);
  else if (type === 'array' && Array.isArray(value))
    for (const one of value) yield* unknownKeys(item, one, `${path}[]`);
  else if (type === 'object' && entries !== undefined && typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) {
      const at = path === '' ? key : `${path}.${key}`;
      if (Object.hasOwn(entries, key)) yield* unknownKeys(entries[key], one, at);
      else yield at.slice(0, 200).toWellFormed();
    }
}
