// A small `events` for a sandboxed preload. Runs in the page, as source text.
export type Emitter = ReturnType<typeof makeEmitter>;

export function makeEmitter() {
  class EventEmitter {
    static get EventEmitter() {
      return EventEmitter;
    }
    static defaultMaxListeners = 10;
    #listeners = new Map<string | symbol, { fn: any; once: boolean }[]>();
    on(name: string | symbol, fn: any) {
      return this.#add(name, fn, false, false);
    }
    addListener(name: string | symbol, fn: any) {
      return this.#add(name, fn, false, false);
    }
    once(name: string | symbol, fn: any) {
      return this.#add(name, fn, true, false);
    }
    prependListener(name: string | symbol, fn: any) {
      return this.#add(name, fn, false, true);
    }
    prependOnceListener(name: string | symbol, fn: any) {
      return this.#add(name, fn, true, true);
    }
    off(name: string | symbol, fn: any) {
      return this.removeListener(name, fn);
    }
    removeListener(name: string | symbol, fn: any) {
      const list = this.#listeners.get(name) ?? [],
        at = list.findLastIndex((l) => l.fn === fn);
      if (at >= 0) this.#listeners.set(name, list.toSpliced(at, 1));
      return this;
    }
    removeAllListeners(name?: string | symbol) {
      if (name === undefined) this.#listeners.clear();
      else this.#listeners.delete(name);
      return this;
    }
    emit(name: string | symbol, ...args: any[]) {
      const list = this.#listeners.get(name) ?? [];
      for (const l of list) {
        if (l.once) this.removeListener(name, l.fn);
        Reflect.apply(l.fn, this, args);
      }
      return list.length > 0;
    }
    listenerCount(name: string | symbol) {
      return this.#listeners.get(name)?.length ?? 0;
    }
    listeners(name: string | symbol) {
      return (this.#listeners.get(name) ?? []).map((l) => l.fn);
    }
    eventNames() {
      return [...this.#listeners.keys()];
    }
    setMaxListeners() {
      return this;
    }
    getMaxListeners() {
      return 10;
    }
    #add(name: string | symbol, fn: any, once: boolean, first: boolean) {
      if (typeof fn !== 'function')
        throw new TypeError(
          `The "listener" argument must be of type function. Received ${fn === null ? 'null' : typeof fn}`,
        );
      const list = this.#listeners.get(name) ?? [];
      this.#listeners.set(name, first ? [{ fn, once }, ...list] : [...list, { fn, once }]);
      return this;
    }
  }
  return EventEmitter;
}
