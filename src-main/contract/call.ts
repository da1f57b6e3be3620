import type { GenericSchema, InferOutput } from 'valibot';

/** One call of the contract: what may come in (checked by the gate), and the type of what goes out. */
export type Call<I, O> = { readonly input: GenericSchema<unknown, I>; readonly output?: O };

/** Input and output of a call. */
export type InputOf<C> = C extends Call<infer I, unknown> ? I : never;
export type OutputOf<C> = C extends Call<infer _I, infer O> ? O : never;

/** `call<Output>()(schema)`: the output is a type alone, the input a schema. */
export const call =
  <O>() =>
  <S extends GenericSchema>(input: S): Call<InferOutput<S>, O> => ({
    input: input,
  });
