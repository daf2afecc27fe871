/** Tells typed events to whoever listens. */
export interface Emitter<Events> {
  /** Calls the listeners of this event, in the order in which they came. */
  readonly emit: <Name extends keyof Events>(name: Name, payload: Events[Name]) => void;
  /** Returns the function that stops listening. */
  readonly on: <Name extends keyof Events>(name: Name, listener: (payload: Events[Name]) => void) => () => void;
}

/** A listener that was removed while an event is told no longer hears it; one that was added hears the next. */
export function createEmitter<Events>(): Emitter<Events> {
  const listeners: { [Name in keyof Events]?: Set<(payload: Events[Name]) => void> } = {};
  return {
    emit(name, payload) {
      const audience = listeners[name];
      for (const listener of [...(audience ?? [])]) {
        if (audience?.has(listener)) listener(payload);
      }
    },
    on(name, listener) {
      const audience = (listeners[name] ??= new Set());
      audience.add(listener);
      return () => void audience.delete(listener);
    },
  };
}
