// The server's station API. Every call ends in one of three ways: an answer, `Rejected` (the
// server's last word) or `NoLink` (nobody knows; ask again). All calls are harmless when repeated.

const TIMEOUT_MS = 5000;
const TRY_AGAIN = [408, 425, 429];

/** The server was not reached or did not finish. */
export class NoLink extends Error {}

/** The server will not take this request, now or later. */
export class Rejected extends Error {
  constructor(status, code, words) {
    super(words);
    this.status = status;
    this.code = code;
  }

  /** Whether it was the key that was not taken, not what was sent. */
  get isAboutKey() {
    return this.status === 401;
  }
}

async function ask(path, { key, method = "GET", body, signal } = {}) {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), TIMEOUT_MS);
  signal?.addEventListener("abort", () => stop.abort(), { once: true });
  const headers = { Accept: "application/json" };
  if (key) headers.Authorization = `Bearer ${key}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  try {
    const reply = await fetch(`/api/v1/stations/${path}`, {
      method,
      headers,
      body: body === undefined ? undefined : JSON.stringify(body),
      signal: stop.signal,
      cache: "no-store",
      credentials: "omit",
    });
    const data = await reply.blob(); // read to its end here, where a broken link is still caught
    return await judged(reply, data);
  } catch (error) {
    if (error instanceof Rejected || error instanceof NoLink) throw error;
    throw new NoLink(String(error), { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

async function judged(reply, data) {
  if (reply.ok) return { data, copyNo: Number(reply.headers.get("X-Copy") ?? 0) };
  const isOurs = (reply.headers.get("Content-Type") ?? "").includes("json");
  const isFinal = reply.status >= 400 && reply.status < 500 && !TRY_AGAIN.includes(reply.status);
  if (!isFinal || !isOurs) throw new NoLink(`HTTP status ${reply.status}`);
  const problem = JSON.parse(await data.text());
  const words = [problem.title, problem.detail].filter(Boolean).join(": ");
  throw new Rejected(reply.status, String(problem.code ?? ""), words);
}

async function plain(promise) {
  const { data } = await promise;
  try {
    return JSON.parse(await data.text());
  } catch (error) {
    throw new NoLink("no JSON", { cause: error });
  }
}

/** Speaks for one station. */
export class StationApi {
  constructor(station, key) {
    this.path = encodeURIComponent(station);
    this.key = key;
  }

  screen(signal) {
    return plain(ask(`${this.path}/screen`, { key: this.key, signal }));
  }

  send(event) {
    return plain(ask(`${this.path}/events`, { key: this.key, method: "POST", body: event }));
  }

  bench() {
    return plain(ask(`${this.path}/bench`, { key: this.key }));
  }

  document(number) {
    return ask(`${this.path}/documents/${number}`, { key: this.key });
  }

  preview(number) {
    return ask(`${this.path}/documents/${number}/preview.png`, { key: this.key });
  }

  report(number, state, detail = "") {
    const body = { state, detail: detail.slice(0, 200) };
    return plain(ask(`${this.path}/documents/${number}`, { key: this.key, method: "PUT", body }));
  }
}

/** Have a key that was made here trusted for a code that pairs once; return the station's code. */
export async function exchange(code, key) {
  return (await plain(ask("pair", { method: "POST", body: { code, key } }))).station;
}
