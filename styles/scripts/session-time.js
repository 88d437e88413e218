/**
 * How long the session still lasts. The instants are the server's; the device's clock, which may be wrong, only
 * measures what has passed since the page was made. All tabs of the portal share the latest end.
 */
export class SessionTime {
  #ahead; // of the device's clock, in milliseconds: how far the server's is
  #end = 0; // by the server's clock
  #tabs = new BroadcastChannel("session");

  /** @param {{now: string, endsAt: string}} said by the server with the page, in ISO 8601 */
  constructor({ now, endsAt }) {
    this.#ahead = Date.parse(now) - Date.now();
    this.#tabs.onmessage = ({ data }) => {
      this.#end = Math.max(this.#end, data);
    };
    this.endsAt(endsAt);
  }

  endsAt(instant) {
    this.#end = Date.parse(instant);
    this.#tabs.postMessage(this.#end);
  }

  get secondsLeft() {
    return Math.max(0, Math.ceil((this.#end - this.#ahead - Date.now()) / 1000));
  }
}

/** "2 minutes", "1 minute", then "40 seconds", in the page's language. */
export function spelled(seconds) {
  const [count, unit] = seconds >= 60 ? [Math.floor(seconds / 60), "minute"] : [seconds, "second"];
  const format = { style: "unit", unit, unitDisplay: "long" };
  return new Intl.NumberFormat(document.documentElement.lang, format).format(count);
}
