/** What bits-ui hands to the element that opens something: attributes, listeners and attachments, to be spread on it. */
export type TriggerProps = Record<string | symbol, unknown>;
