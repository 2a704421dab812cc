/** Work of which there is at most one per key at a time, however many ask for it. */
export interface Flights<T> {
  /**
   * Joins the work under way for `key`, or starts it. Rejects with the reason of `signal` when that aborts; the work itself
   * is aborted only when nobody waits for it any more.
   */
  join(key: string, signal: AbortSignal, start: (signal: AbortSignal) => Promise<T>): Promise<T>;
  has(key: string): boolean;
  /** Aborts the work under way for `key`, if any, and waits for its end. */
  stop(key: string): Promise<void>;
}

interface Flight<T> {
  promise: Promise<T>;
  abort: AbortController;
  waiting: number;
}

export function createFlights<T>(): Flights<T> {
  const flights = new Map<string, Flight<T>>();

  const begin = (key: string, start: (signal: AbortSignal) => Promise<T>): Flight<T> => {
    const abort = new AbortController();
    const promise = start(abort.signal).finally(() => {
      if (flights.get(key) === flight) flights.delete(key);
    });
    // Whoever waits is told; when nobody does any more, nobody needs to be.
    promise.catch(() => undefined);
    const flight: Flight<T> = { promise, abort, waiting: 0 };
    flights.set(key, flight);
    return flight;
  };

  return {
    has: (key) => flights.has(key),
    stop: async (key) => {
      const flight = flights.get(key);
      flight?.abort.abort(new DOMException('stopped', 'AbortError'));
      await flight?.promise.catch(() => undefined);
    },
    join: async (key, signal, start) => {
      signal.throwIfAborted();
      const flight = flights.get(key) ?? begin(key, start);
      flight.waiting += 1;
      let leave: (() => void) | undefined;
      const left = new Promise<never>((_, reject) => {
        leave = () => {
          flight.waiting -= 1;
          if (flight.waiting === 0) {
            // A later caller starts anew instead of joining what is being stopped.
            if (flights.get(key) === flight) flights.delete(key);
            flight.abort.abort(signal.reason);
            // The last one stays until the work has put its things away.
            flight.promise.then(
              () => reject(signal.reason),
              () => reject(signal.reason),
            );
          } else reject(signal.reason);
        };
        signal.addEventListener('abort', leave, { once: true });
      });
      try {
        return await Promise.race([flight.promise, left]);
      } finally {
        if (leave) signal.removeEventListener('abort', leave);
      }
    },
  };
}
