/** The bytes of an attachment of the open office, as they come from its pieces. */
const ask = (attachmentId: number, signal: AbortSignal) => fetch(`attachment/${attachmentId}`, { signal });

/** All bytes of an attachment, with how it is named as a kind; null when it is no longer there. */
export async function wholeOf(attachmentId: number, signal: AbortSignal): Promise<Blob | null> {
  const answer = await ask(attachmentId, signal);
  return answer.ok ? answer.blob() : null;
}

/** The first bytes of an attachment; the rest is not read. Null when it is no longer there. */
export async function beginningOf(attachmentId: number, most: number, signal: AbortSignal): Promise<Uint8Array | null> {
  const answer = await ask(attachmentId, signal);
  if (!answer.ok || !answer.body) return null;
  const reader = answer.body.getReader();
  const parts: Uint8Array[] = [];
  let length = 0;
  while (length < most) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    length += value.length;
  }
  await reader.cancel();
  const bytes = new Uint8Array(Math.min(length, most));
  let at = 0;
  for (const part of parts) {
    bytes.set(part.subarray(0, bytes.length - at), at);
    at += part.length;
  }
  return bytes;
}
